using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>A system that has rows already.</summary>
public sealed class ExistingRowsTests
{
    private const int Rows = 1_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Shop.Sqlite)]
    [InlineData(Shop.PostgreSql)]
    public async Task A_row_that_was_there_before_gets_its_stream_when_it_first_raises_an_event(string database)
    {
        await using var shop = new Shop(database);
        var host = await OpenAsync(shop, 1);
        await host.StartAsync(Token);

        await Shop.SellAsync<PlainItemsContext>(host, "item 0001");
        await Shop.SellAsync<PlainItemsContext>(host, "item 0001");

        await Shop.SoldAsync<PlainSalesContext>(host, "item 0001", 2);
    }

    [Theory]
    [InlineData(Shop.Sqlite)]
    [InlineData(Shop.PostgreSql)]
    public async Task Rows_that_were_there_before_fill_a_read_model_also_when_it_is_interrupted(string database)
    {
        await using var shop = new Shop(database);
        var host = await OpenAsync(shop, Rows);
        await Shop.SellAsync<PlainItemsContext>(host, "item 0003");
        var seen = 0;
        void FailOnTheWay(Item item)
        {
            if (++seen > 450)
            {
                throw new InvalidOperationException("The power is off.");
            }

            item.Sell();
        }

        await Should.ThrowAsync<InvalidOperationException>(() =>
            host.Services.RaiseForExistingRowsAsync<PlainItemsContext, Item>(FailOnTheWay, batchSize: 100, cancellationToken: Token));
        var rest = await host.Services.RaiseForExistingRowsAsync<PlainItemsContext, Item>(
            item => item.Sell(), batchSize: 100, cancellationToken: Token);
        var again = await host.Services.RaiseForExistingRowsAsync<PlainItemsContext, Item>(item => item.Sell(), cancellationToken: Token);

        (rest, again).ShouldBe((Rows - 400 - 1, 0));
        await host.StartAsync(Token);
        await Eventually.HoldsAsync(
            async () =>
            {
                await using var scope = host.Services.CreateAsyncScope();
                return await scope.ServiceProvider.GetRequiredService<PlainSalesContext>().Sales.CountAsync(Token) == Rows;
            },
            "every row is in the read model");
        await using var end = host.Services.CreateAsyncScope();
        (await end.ServiceProvider.GetRequiredService<PlainSalesContext>().Sales.AllAsync(sale => sale.Count == 1, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_row_that_somebody_else_changes_meanwhile_keeps_the_events_of_the_other()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = await OpenAsync(shop, 3);
        var overtaken = false;
        void Overtake(Item item)
        {
            if (item.Id == "item 0002" && !overtaken)
            {
                overtaken = true;
                Shop.SellAsync<PlainItemsContext>(host, item.Id).GetAwaiter().GetResult();
            }

            item.Sell();
        }

        var raised = await host.Services.RaiseForExistingRowsAsync<PlainItemsContext, Item>(Overtake, cancellationToken: Token);

        raised.ShouldBe(2);
        (await host.Services.GetRequiredService<IOutboxOperations>().GetStatusAsync(Token)).Pending.ShouldBe(3);
    }

    [Fact]
    public async Task Some_rows_may_be_left_out()
    {
        await using var shop = new Shop(Shop.Sqlite);
        var host = await OpenAsync(shop, 5);

        var raised = await host.Services.RaiseForExistingRowsAsync<PlainItemsContext, Item>(
            item => item.Sell(), items => items.Where(item => item.Id != "item 0002"), cancellationToken: Token);

        raised.ShouldBe(4);
    }

    private static async Task<IHost> OpenAsync(Shop shop, int rows)
    {
        var host = await shop.OpenAsync<PlainItemsContext, PlainSalesContext>();
        await using var scope = host.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<PlainItemsContext>();
        context.AddRange(Enumerable.Range(1, rows).Select(number => new Item($"item {number:0000}")));
        await context.SaveChangesAsync(Token);
        return host;
    }
}
