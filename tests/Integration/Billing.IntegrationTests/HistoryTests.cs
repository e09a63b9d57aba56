using Billing.Customers;
using Billing.ReadModel;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Transport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>A read model that lacks events of the past gets them by itself, while others arrive.</summary>
[Trait("Length", "Long")]
public sealed class HistoryTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 40;
    private const int ManyInvoices = 240;

    private static readonly string[] _progress =
        ["projection_streams", "projection_held_events", "projection_progress", "projection_followers", "projection_holes"];

    public static TheoryData<BillingShape> Shapes =>
    [
        .. from kafka in new[] { false, true }
        from postgreSql in new[] { false, true }
        select new BillingShape(postgreSql, kafka, Lanes: 4, Instances: 2),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_new_projection_gets_what_was_before_it_beside_what_comes(BillingShape shape)
    {
        await using var system = await CreateAsync(shape);
        await system.StartAsync(1);
        var before = new Workload(system, Customers, Invoices);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await system.EmptyAsync(await TablesAsync(system, typeof(InvoiceView), typeof(CustomerName)));
        await system.StopAsync();

        system.Change(options => options with { InvoicesName = "overview" });
        await system.StartAsync(shape.Instances);
        var beside = new Workload(system, Customers, Invoices);
        await beside.RunAsync();

        await ShouldArriveAsync(beside, await beside.ExpectedAsync());
        await ShouldBeWholeAsync(system, "overview");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_read_database_that_is_emptied_under_load_becomes_whole_again(BillingShape shape)
    {
        await using var system = await CreateAsync(shape);
        await system.StartAsync(shape.Instances);
        var before = new Workload(system, Customers, Invoices);
        await before.RunAsync();

        var beside = new Workload(system, Customers, Invoices);
        var work = beside.RunAsync();
        await system.EmptyAsync(
            [.. await TablesAsync(system, typeof(InvoiceView), typeof(CustomerName), typeof(CustomerBalance)), .. _progress]);
        await work;

        await ShouldArriveAsync(beside, await beside.ExpectedAsync());
        await ShouldBeWholeAsync(system, BillingHost.Invoices);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_new_projection_whose_processes_are_killed_while_it_catches_up_is_complete_and_exact(
        bool usesPostgreSql, bool usesKafka)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, usesKafka, Lanes: 4, Instances: 1));
        await system.StartAsync(1);
        var before = new Workload(system, Customers, ManyInvoices);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await system.EmptyAsync(await TablesAsync(system, typeof(InvoiceView), typeof(CustomerName)));
        await system.StopAsync();

        system.Change(options => options with { InvoicesName = "overview" });
        system.Connect();
        var beside = new Workload(system, Customers, Invoices);
        var work = beside.RunAsync();
        foreach (var seen in new[] { 1, ManyInvoices / 2, ManyInvoices })
        {
            await using var victim = BillingProcess.Start(system.Options);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
            deadline.CancelAfter(TestRun.Deadline);
            await Eventually.HoldsBeforeAsync(
                async () => await system.ReadAsync(context => context.Invoices.CountAsync()) >= seen,
                $"{seen} invoices are projected",
                deadline.Token);
        }

        await work;
        await using var survivor = BillingProcess.Start(system.Options);
        await ShouldArriveAsync(beside, await beside.ExpectedAsync());
        await ShouldBeWholeAsync(system, "overview");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_has_no_write_database_gets_everything_from_the_topics_again(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: true, Lanes: 4, Instances: 1));
        await system.StartAsync(1);
        var before = new Workload(system, Customers, Invoices);
        await before.RunAsync();
        var expected = await before.ExpectedAsync();
        await ShouldArriveAsync(before, expected);
        await system.StopAsync();
        system.Change(options => options with { ProjectsOnly = true });
        await system.StartAsync(2);

        await system.EmptyAsync(
            [.. await TablesAsync(system, typeof(InvoiceView), typeof(CustomerName), typeof(CustomerBalance)), .. _progress]);

        await ShouldArriveAsync(before, expected);
        await ShouldBeWholeAsync(system, BillingHost.Invoices);
        var refused = await Should.ThrowAsync<RebuildRefusedException>(() => system.Hosts[0].Services.GetRequiredService<IRebuilds>()
            .StartAsync([BillingHost.Balances], options: null, TestRun.Token));
        refused.Message.ShouldStartWith("This host has the topics as its history, which can't be asked for the events of one stream");
    }

    [Fact]
    public async Task What_the_topics_do_not_hold_either_is_a_hole_until_it_comes()
    {
        await using var system = await CreateAsync(new BillingShape(UsesPostgreSql: false, UsesKafka: true, Lanes: 4, Instances: 1));
        system.Change(options => options with { ProjectsOnly = true });
        await system.StartAsync(1);
        var services = system.Hosts[0].Services;
        var (transport, status) = (services.GetRequiredService<IEventTransport>(), services.GetRequiredService<IProjectionOperations>());

        await transport.PublishAsync([Renamed(services, 2, "Second")], TestRun.Token);

        await Eventually.HoldsAsync(
            async () => await status.GetStatusAsync(BillingHost.Balances, TestRun.Token) is { Holes: 1, Parked: 1 }, "it is a hole");
        await transport.PublishAsync([Renamed(services, 1, "First")], TestRun.Token);
        await Eventually.HoldsAsync(
            async () => await status.GetStatusAsync(BillingHost.Balances, TestRun.Token) is { Holes: 0, Parked: 0 }, "it is filled");
        (await system.ReadAsync(context => context.Balances.SingleAsync(TestRun.Token))).Name.ShouldBe("Second");
    }

    private static EventEnvelope Renamed(IServiceProvider services, long version, string name) => new(
        Guid.NewGuid(),
        "billing.customer-renamed",
        "billing.customers",
        "customer-1",
        version,
        DateTimeOffset.UnixEpoch,
        services.GetRequiredService<IIntegrationEventSerializer>().Serialize(new CustomerRenamedEvent(1, name)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renamed_projection_goes_on_where_it_was(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, Lanes: 4, Instances: 2));
        await system.StartAsync(2);
        var before = new Workload(system, Customers, Invoices);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await system.StopAsync();

        system.Change(options => options with { InvoicesName = "overview", InvoicesFormerly = BillingHost.Invoices });
        await system.StartAsync(2);
        var after = new Workload(system, Customers, Invoices);
        await after.RunAsync();

        await ShouldArriveAsync(after, await after.ExpectedAsync());
        await ShouldBeWholeAsync(system, "overview");
    }

    private static async Task<List<string>> TablesAsync(BillingSystem system, params Type[] rows) => await system.ReadAsync(context =>
        Task.FromResult(rows.Select(row => context.Model.FindEntityType(row)!.GetTableName()!).ToList()));

    private static async Task ShouldBeWholeAsync(BillingSystem system, string projection)
    {
        var services = system.Hosts[0].Services;
        await Eventually.HoldsAsync(
            async () => await services.GetRequiredService<IProjectionOperations>().GetStatusAsync(projection, TestRun.Token) is
            { Holes: 0, Parked: 0, Retrying: 0, DeadLetters: 0, Awaited: 0 },
            "nothing is held back");
        await Eventually.HoldsAsync(
            async () => await services.GetRequiredService<IProjectionProgress>().FindAsync(projection, TestRun.Token) is
            { Behind: 0, IsCaughtUp: true },
            "it has been through all of history");
    }
}
