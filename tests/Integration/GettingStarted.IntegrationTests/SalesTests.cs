using CleanCqrs.Application.Queries;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace GettingStarted.IntegrationTests;

public sealed class SalesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_sold_is_counted()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSales($"Data Source={_file}");
        using var host = builder.Build();
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SalesContext>().Database.EnsureCreatedAsync(Token);
        await host.StartAsync(Token);
        var sender = scope.ServiceProvider.GetRequiredService<ISender>();

        await sender.Send(new SellCommand("mug", 2), Token);
        var version = await sender.Send(new SellCommand("mug", 3), Token);

        var waiter = host.Services.GetRequiredService<IReadModelWaiter>();
        (await waiter.WaitAsync("sales", new ConsistencyToken("mug", version), TimeSpan.FromSeconds(30), Token)).ShouldBeTrue();
        (await sender.Send(new FindSalesQuery("mug"), Token))!.Count.ShouldBe(5);
        await host.StopAsync(Token);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(_file);
    }
}
