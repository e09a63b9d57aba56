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
[Trait("Length", "Long")]
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
        await using var system = await StartAsync(shape, TimeSpan.FromMinutes(1), AuditRows);
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

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Rows_that_are_not_what_the_aggregates_say_are_told_value_by_value_until_they_are_repaired(BillingShape shape)
    {
        await using var system = await StartAsync(shape, _soon, AuditRows);
        var before = new Workload(system, customers: 3, invoices: 30);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        var (spoilt, lost) = await system.ReadAsync(async context =>
        {
            var invoices = await context.Invoices.OrderBy(row => row.InvoiceId).ToListAsync();
            invoices[0].Lines.RemoveAt(0);
            invoices[0].Paid += 2.50m;
            context.Remove(invoices[^1]);
            context.Add(new CustomerBalance { CustomerId = 99 });
            (await context.Balances.FindAsync(2))!.Name = "Nobody";
            await context.SaveChangesAsync();
            return (invoices[0].InvoiceId, invoices[^1].InvoiceId);
        });

        var report = await AuditsOf(system).RunAsync([], TestRun.Token);

        var rows = report.Projections.SelectMany(audit => audit.Rows).ToDictionary(found => found.Rows);
        Describe(rows[nameof(CustomerBalance)]).ShouldBe("2 Different name Customer 1/Nobody, 99 Extra", customMessage: report.ToString());
        Describe(rows[nameof(CustomerName)]).ShouldBeEmpty();
        rows[nameof(InvoiceView)].Counts.ShouldBe(
            new Dictionary<RowDifferenceKind, long> { [RowDifferenceKind.Different] = 1, [RowDifferenceKind.Missing] = 1 },
            ignoreOrder: true);
        rows[nameof(InvoiceView)].Differences.Single(row => row.Kind == RowDifferenceKind.Missing).Key.ShouldBe($"{lost}");
        var different = rows[nameof(InvoiceView)].Differences.Single(row => row.Kind == RowDifferenceKind.Different);
        different.Key.ShouldBe($"{spoilt}");
        different.Values.Select(value => value.Name).ShouldBe(["paid", "lines"]);
        (rows[nameof(InvoiceView)].Written, rows[nameof(InvoiceView)].Read).ShouldBe((30, 29));
        report.Projections.Sum(audit => audit.Total).ShouldBe(0);
        report.Total.ShouldBe(4);
        await ShouldSayAsync(system, $"projection:{BillingHost.Balances}", "found 2 rows different from the aggregates");

        var repairs = system.Hosts[^1].Services.GetRequiredService<IRepairs>();
        foreach (var projection in new[] { BillingHost.Balances, BillingHost.Invoices })
        {
            await repairs.CompareAsync([projection], "Ada", null, TestRun.Token);
            await repairs.RepairAllAsync(projection, "Ada", "Spoilt by hand.", TestRun.Token);
        }

        var after = await AuditsOf(system).RunAsync([], TestRun.Token);
        after.Total.ShouldBe(0);
        var invoices = after.Projections.SelectMany(audit => audit.Rows).Single(found => found.Rows == nameof(InvoiceView));
        invoices.Figures.Single().ShouldSatisfyAllConditions(
            paid => paid.Read.ShouldBe(paid.Written), paid => paid.Written.ShouldBeGreaterThan(0));
        await ShouldBeHealthyAsync(system, $"projection:{BillingHost.Balances}");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_projector_that_is_wrong_is_noticed_though_every_replay_of_the_events_agrees_with_it(BillingShape shape)
    {
        await using var system = await StartAsync(
            shape, _soon, options => options with { AuditsRows = true, Trouble = Trouble.MisspellsTheName });
        var customer = await system.SendAsync(new RegisterCustomerCommand(TroubledProjector.Customer, new Address("Street", "Town")));
        await ShouldBeCalledAsync(system, customer, "Troubled");

        await Eventually.HoldsAsync(
            async () => (await AuditsOf(system).RunAsync([BillingHost.Balances], TestRun.Token)).Projections is [{ Total: 0 } audit]
                && Describe(audit.Rows.Single()) == $"{customer} Different name Trouble/Troubled",
            "the audit tells the name that the row should show");
        var repairs = system.Hosts[0].Services.GetRequiredService<IRepairs>();
        (await repairs.CompareAsync([BillingHost.Balances], "Ada", null, TestRun.Token)).Single().IsEqual.ShouldBeTrue();
    }

    private static BillingOptions AuditRows(BillingOptions options) => options with { AuditsRows = true };

    private static string Describe(RowAudit audit) => string.Join(", ", audit.Differences
        .Select(row => string.Join(
            ' ',
            row.Values.Select(value => $"{value.Name} {value.Written}/{value.Read}").Prepend($"{row.Key} {row.Kind}")))
        .Order(StringComparer.Ordinal));

    private static async Task<BillingSystem> StartAsync(
        BillingShape shape, TimeSpan secondLook, Func<BillingOptions, BillingOptions>? change = null)
    {
        var system = await CreateAsync(shape);
        system.Configure(change ?? (options => options));
        system.Setup = host => host.Services
            .PostConfigureAll<AuditOptions>(options => (options.Pause, options.SecondLook) = (TimeSpan.Zero, secondLook))
            .PostConfigureAll<ProjectionOptions>(options => options.CatchUpDelay = _soon);
        await system.StartAsync(shape.Instances);
        return system;
    }

    private static IAudits AuditsOf(BillingSystem system) => system.Hosts[0].Services.GetRequiredService<IAudits>();

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

    private static async Task ShouldBeEqualAsync(BillingSystem system)
    {
        var audits = (await AuditsOf(system).RunAsync([], TestRun.Token)).Projections;
        audits.SelectMany(audit => audit.Differences.Select(found => $"{audit.Projection}: {found}")).ShouldBeEmpty();
        audits.SelectMany(audit => audit.Rows).Select(Describe).ShouldBe([string.Empty, string.Empty, string.Empty]);
    }

    private static Task ShouldBeCalledAsync(BillingSystem system, int customer, string name) => Eventually.HoldsAsync(
        () => system.ReadAsync(context => context.Balances.AnyAsync(row => row.CustomerId == customer && row.Name == name)),
        $"customer {customer} is called {name}");
}
