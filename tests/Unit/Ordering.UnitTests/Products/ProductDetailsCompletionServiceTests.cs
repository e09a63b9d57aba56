using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;
using Ordering.Infrastructure.Products;

namespace Ordering.UnitTests.Products;

public sealed class ProductDetailsCompletionServiceTests : IAsyncLifetime
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _safetyInterval = TimeSpan.FromMinutes(1);

    private readonly RecordingTimeProvider _time = new();
    private readonly IPendingProductDetails _pending = Substitute.For<IPendingProductDetails>();
    private readonly ServiceProvider _services;
    private readonly IHostedService _completion;

    public ProductDetailsCompletionServiceTests()
    {
        // A host that never listens: its product service is away for good.
        var services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton(_pending)
            .AddSingleton(Substitute.For<IProductServiceAddress>())
            .AddProductCatalog(new ConfigurationBuilder().Build())
            .AddProductDetailsCompletion();
        _services = services.BuildServiceProvider();
        _completion = _services.GetServices<IHostedService>().Single();
        NothingWaits();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _completion.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_looked_up_while_nothing_waits_but_for_a_slow_safety_look()
    {
        await StartAsync();

        await WaitIsAsync(_safetyInterval);
        Looks().ShouldBe(1);

        _time.Advance(_safetyInterval);
        await WaitIsAsync(_safetyInterval);
        Looks().ShouldBe(2);
    }

    [Fact]
    public async Task While_the_product_service_is_away_it_is_tried_again_ever_more_slowly()
    {
        SomethingWaits();

        await StartAsync();

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            await WaitIsAsync(TimeSpan.FromSeconds(seconds));
            _time.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task After_an_outage_the_pauses_begin_small_again()
    {
        SomethingWaits();
        await StartAsync();
        await WaitIsAsync(_second);
        NothingWaits();
        _time.Advance(_second);
        await WaitIsAsync(_safetyInterval);

        SomethingWaits();
        _time.Advance(_safetyInterval);

        await WaitIsAsync(_second);
    }

    [Fact]
    public async Task A_batch_that_went_without_details_is_looked_after_when_it_is_committed()
    {
        await StartAsync();
        await WaitIsAsync(_safetyInterval);

        await using (var batch = _services.CreateAsyncScope())
        {
            await batch.ServiceProvider.GetRequiredService<IProductCatalog>().FindAsync(["85123A"], TestContext.Current.CancellationToken);
            _time.NobodyHasBegunToWait.ShouldBeTrue();
        }

        await WaitIsAsync(_second);
        Looks().ShouldBe(1);
        _time.Advance(_second);
        await WaitIsAsync(_safetyInterval);
        Looks().ShouldBe(2);
    }

    [Fact]
    public async Task A_read_database_that_is_away_is_tried_again()
    {
        _pending.ListProductIdsAsync(default, default, TestContext.Current.CancellationToken)
            .ThrowsAsyncForAnyArgs(new InvalidOperationException("The database is away."));
        await StartAsync();
        await WaitIsAsync(_second);

        NothingWaits();
        _time.Advance(_second);

        await WaitIsAsync(_safetyInterval);
    }

    [Fact]
    public async Task A_read_database_that_fails_during_the_stop_does_not_end_the_service_with_its_error()
    {
        var asked = new TaskCompletionSource();
        _pending.ListProductIdsAsync(default, default, CancellationToken.None).ReturnsForAnyArgs(async call =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, call.Arg<CancellationToken>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("The database is away.");
        });
        await StartAsync();
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        await _completion.StopAsync(TestContext.Current.CancellationToken);

        ((BackgroundService)_completion).ExecuteTask!.Status.ShouldBe(TaskStatus.Canceled);
    }

    private Task StartAsync() => _completion.StartAsync(TestContext.Current.CancellationToken);

    private void NothingWaits() => _pending.ListProductIdsAsync(default, default, CancellationToken.None).ReturnsForAnyArgs([]);

    private void SomethingWaits() => _pending.ListProductIdsAsync(default, default, CancellationToken.None).ReturnsForAnyArgs(["85123A"]);

    private int Looks() => _pending.ReceivedCalls().Count(
        call => call.GetMethodInfo().Name == nameof(IPendingProductDetails.ListProductIdsAsync));

    private async Task WaitIsAsync(TimeSpan expected) => (await _time.NextWaitAsync()).ShouldBe(expected);
}
