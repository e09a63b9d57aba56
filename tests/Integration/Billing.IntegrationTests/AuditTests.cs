using Billing.Customers;
using Billing.ReadModel;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>
/// The streams of several kinds of aggregate, with ids of several types and a hierarchy among them, compared with what projections have.
/// </summary>
public sealed class AuditTests : BillingTest
{
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(200);

    public static TheoryData<BillingShape> Shapes =>
    [
        new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 4, Instances: 1),
        new BillingShape(UsesPostgreSql: true, UsesKafka: false, Lanes: 4, Instances: 2),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_healthy_system_under_live_writes_is_told_to_be_equal(BillingShape shape)
    {
        await using var system = await StartAsync(shape, secondLook: TimeSpan.FromSeconds(10));
        var workload = new Workload(system, customers: 3, invoices: 60);
        var writing = workload.RunAsync();

        while (!writing.IsCompleted)
        {
            await ShouldBeEqualAsync(system);
        }

        await writing;
        await ShouldArriveAsync(workload, await workload.ExpectedAsync());
        var report = await AuditsOf(system).RunAsync([], TestRun.Token);
        report.Total.ShouldBe(0);
        report.Streams.ShouldBe(await system.ReadWrittenAsync(async context => await context.Customers.CountAsync()
            + await context.Invoices.CountAsync() + await context.Payments.CountAsync()));
        report.Projections.Select(audit => audit.Projection).ShouldBe([BillingHost.Balances, BillingHost.Invoices]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task After_a_restored_write_database_every_stream_is_held_that_is_ahead_until_the_write_side_is_raised(BillingShape shape)
    {
        await using var system = await StartAsync(shape, _soon);
        var before = new Workload(system, customers: 3, invoices: 20);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await system.StopAsync();
        await system.BackUpAsync(system.Options.Write);
        await system.StartAsync(1);
        var lost = new Workload(system, customers: 2, invoices: 10);
        await lost.RunAsync();
        const int customer = 2;
        foreach (var name in new[] { "A", "B", "C" })
        {
            await system.SendAsync(new RenameCustomerCommand(customer, name));
        }

        await ShouldArriveAsync(lost, await lost.ExpectedAsync());
        await ShouldHaveLookedAsync(system);
        await system.StopAsync();
        await system.RestoreAsync(system.Options.Write);
        await system.StartAsync(shape.Instances);
        await system.SendAsync(new RenameCustomerCommand(customer, "D"));
        var after = new Workload(system, customers: 2, invoices: 10);
        await after.RunAsync();

        // A customer that was renamed, two customers whose numbers are given again, ten invoices with two payments each.
        await Eventually.HoldsAsync(
            async () => await HeldAsync(system, BillingHost.Balances) == 33 && await HeldAsync(system, BillingHost.Invoices) == 33,
            "every stream is held");
        await ShouldSayAsync(system, $"projection:{BillingHost.Balances}", "in which it is ahead of the write side");
        await ShouldBeCalledAsync(system, customer, "C");
        await AuditsOf(system).RaiseAsync([], "Ada", "The customers have seen it.", TestRun.Token);

        await system.SendAsync(new RenameCustomerCommand(customer, "E"));
        await ShouldBeCalledAsync(system, customer, "E");
        await Eventually.HoldsAsync(
            async () => (await AuditsOf(system).RunAsync([], TestRun.Token)).Total == 0, "the audit finds nothing");
        (await HeldAsync(system, BillingHost.Balances)).ShouldBe(0);
        await ShouldBeHealthyAsync(system, $"projection:{BillingHost.Balances}");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Rows_of_two_projections_that_somebody_has_spoilt_are_repaired_under_load(BillingShape shape)
    {
        await using var system = await StartAsync(shape, _soon);
        var before = new Workload(system, customers: 3, invoices: 30);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await system.ReadAsync(async context =>
        {
            var invoice = await context.Invoices.OrderBy(row => row.InvoiceId).FirstAsync();
            invoice.Lines.Clear();
            context.Remove(await context.Invoices.OrderBy(row => row.InvoiceId).LastAsync());
            context.Add(new CustomerBalance { CustomerId = 99 });
            (await context.Balances.FindAsync(2))!.Paid = 1_000_000;
            return await context.SaveChangesAsync();
        });
        var beside = new Workload(system, customers: 2, invoices: 20);
        var work = beside.RunAsync();
        var repairs = system.Hosts[^1].Services.GetRequiredService<IRepairs>();

        var balances = await repairs.CompareAsync([BillingHost.Balances], "Ada", null, TestRun.Token);
        var invoices = await repairs.CompareAsync([BillingHost.Invoices], "Ada", null, TestRun.Token);
        balances.Single().Differences.Select(row => $"{row.Key} {row.Column}").Order().ShouldBe(["2 paid", "99 "]);
        invoices.Single().Differences.Select(row => row.Column?.ToLowerInvariant() ?? "row").Order().ShouldBe(["lines", "row"]);
        await repairs.RepairAllAsync(BillingHost.Balances, "Ada", "Spoilt by hand.", TestRun.Token);
        (await repairs.RepairAllAsync(BillingHost.Invoices, "Ada", "Spoilt by hand.", TestRun.Token))
            .ShouldBe(new RepairedRows(Deleted: 0, Inserted: 1, Updated: 1, Streams: 0));

        await work;
        await ShouldArriveAsync(beside, await beside.ExpectedAsync());
        (await repairs.CompareAsync([BillingHost.Invoices], "Ada", null, TestRun.Token)).Single().IsEqual.ShouldBeTrue();
    }

    private static async Task<BillingSystem> StartAsync(BillingShape shape, TimeSpan secondLook)
    {
        var system = await CreateAsync(shape);
        system.Setup = host => host.Services
            .PostConfigureAll<AuditOptions>(options => (options.Pause, options.SecondLook) = (TimeSpan.Zero, secondLook))
            .PostConfigureAll<ProjectionOptions>(options => options.CatchUpDelay = _soon);
        await system.StartAsync(shape.Instances);
        return system;
    }

    private static IAudits AuditsOf(BillingSystem system) => system.Hosts[0].Services.GetRequiredService<IAudits>();

    private static async Task ShouldBeEqualAsync(BillingSystem system) => (await AuditsOf(system).RunAsync([], TestRun.Token)).Projections
        .SelectMany(audit => audit.Differences.Select(found => $"{audit.Projection}: {found}"))
        .ShouldBeEmpty();

    private static async Task<long> HeldAsync(BillingSystem system, string projection)
    {
        var operations = system.Hosts[0].Services.GetRequiredService<IProjectionOperations>();
        return await operations.GetStatusAsync(projection, TestRun.Token) is var status ? status.Ahead + status.Collisions : 0;
    }

    private static Task ShouldHaveLookedAsync(BillingSystem system)
    {
        var services = system.Hosts[0].Services;
        return Eventually.HoldsAsync(
            async () =>
            {
                var history = services.GetRequiredService<IEventHistory>();
                var heads = await history.FindHeadsAsync(await history.ListPartsAsync(TestRun.Token), TestRun.Token);
                var checkpoints = services.GetRequiredService<IHistoryCheckpoints>();
                return (await checkpoints.ReadAsync(BillingHost.Balances, TestRun.Token)).All(part => part.Position == heads[part.Part])
                    && (await checkpoints.ReadAsync(BillingHost.Invoices, TestRun.Token)).All(part => part.Position == heads[part.Part]);
            },
            "the followers have looked at everything");
    }

    private static Task ShouldBeCalledAsync(BillingSystem system, int customer, string name) => Eventually.HoldsAsync(
        () => system.ReadAsync(context => context.Balances.AnyAsync(row => row.CustomerId == customer && row.Name == name)),
        $"customer {customer} is called {name}");
}
