using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;
using Ordering.Infrastructure.Products;

namespace Ordering.IntegrationTests.Products;

public sealed class CompletionAfterAnOutageTests : ProductServiceTestBase
{
    [Fact]
    public async Task What_was_projected_during_an_outage_is_completed_when_the_service_returns()
    {
        await Service.GoAwayAsync();
        var time = new FakeTimeProvider();
        var waiting = new WaitingSummaries();
        var settings = new Dictionary<string, string?>
        {
            ["Products:BaseAddress"] = Service.Address.AbsoluteUri,
            ["Products:RequestTimeout"] = "00:01:00",
        };
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IPendingProductDetails>(waiting)
            .AddProductCatalog(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddProductDetailsCompletion()
            .BuildServiceProvider();
        var completion = services.GetServices<IHostedService>().Single();
        waiting.ProductIds.TryAdd("85123A", null);
        waiting.ProductIds.TryAdd("71053", null);

        await completion.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Pass(time) && waiting.Looks > 3, "the completion tried several times");
        waiting.Completed.ShouldBeEmpty();
        await Service.ReturnAsync();
        await Eventually.HoldsAsync(() => Pass(time) && waiting.Completed.Count == 2, "both products were completed");

        waiting.Completed["85123A"].ShouldNotBeNull().Name.ShouldBe("Product 85123A");
        Service.Calls.ShouldHaveSingleItem().Length.ShouldBe(2);
        await completion.StopAsync(TestContext.Current.CancellationToken);
    }

    private static bool Pass(FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromMilliseconds(50));
        return true;
    }

    private sealed class WaitingSummaries : IPendingProductDetails
    {
        private int _looks;

        public ConcurrentDictionary<string, Product?> ProductIds { get; } = new();

        public ConcurrentDictionary<string, Product?> Completed { get; } = new();

        public int Looks => Volatile.Read(ref _looks);

        public Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)ProductIds.Count);

        public Task<IReadOnlyList<string>> ListProductIdsAsync(string? after, int maxCount, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _looks);
            return Task.FromResult<IReadOnlyList<string>>(
                [.. ProductIds.Keys.Order(StringComparer.Ordinal).Where(id => string.CompareOrdinal(id, after) > 0).Take(maxCount)]);
        }

        public Task<int> CompleteAsync(string productId, Product? product, CancellationToken cancellationToken)
        {
            ProductIds.TryRemove(productId, out _);
            Completed[productId] = product;
            return Task.FromResult(1);
        }
    }
}
