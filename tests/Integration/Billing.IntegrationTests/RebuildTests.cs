using CleanCqrs.Application.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>
/// Rows that a faulty projector has left are made again from the events, beside what comes; those of one projection, which all streams of
/// a customer feed, and those of another with JSON lines and bulk updates.
/// </summary>
[Trait("Length", "Long")]
public sealed class RebuildTests : BillingTest
{
    private const int Customers = 3;
    private const int Invoices = 40;
    private const int ManyInvoices = 400;

    public static TheoryData<BillingShape> Shapes =>
    [
        new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 4, Instances: 2),
        new BillingShape(UsesPostgreSql: true, UsesKafka: false, Lanes: 4, Instances: 2),
        new BillingShape(UsesPostgreSql: true, UsesKafka: true, Lanes: 4, Instances: 2),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Spoilt_rows_are_right_after_a_rebuild_under_load_and_spoilt_again_after_a_rollback(BillingShape shape)
    {
        await using var system = await CreateAsync(shape);
        await system.StartAsync(shape.Instances);
        var before = new Workload(system, Customers, Invoices);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await SpoilAsync(system);
        var (one, other) = (RebuildsOf(system, 0), RebuildsOf(system, 1));

        await other.StartAsync([BillingHost.Invoices], null, TestRun.Token);
        await one.StartAsync([BillingHost.Balances], null, TestRun.Token);
        var beside = new Workload(system, Customers, Invoices);
        var work = beside.RunAsync();
        await IsAsync(one, BillingHost.Invoices, RebuildState.Ready, 2);
        await IsAsync(one, BillingHost.Balances, RebuildState.Ready, 2);
        ColumnsIn(await one.CompareAsync(BillingHost.Invoices, null, TestRun.Token)).ShouldBe("0 behind, 0 ahead: paid");
        ColumnsIn(await other.CompareAsync(BillingHost.Balances, null, TestRun.Token)).ShouldBe("0 behind, 0 ahead: invoiced");
        await one.SwitchAsync(BillingHost.Invoices, force: false, TestRun.Token);
        await other.SwitchAsync(BillingHost.Balances, force: false, TestRun.Token);
        await work;
        await ShouldArriveAsync(beside, await beside.ExpectedAsync());

        await one.RollBackAsync(BillingHost.Invoices, "a test", TestRun.Token);
        await IsAsync(other, BillingHost.Invoices, RebuildState.Current, 1);
        (await beside.ActualAsync()).ShouldNotBe(await beside.ExpectedAsync());
        await other.RollBackAsync(BillingHost.Invoices, "a test", TestRun.Token);
        await IsAsync(one, BillingHost.Invoices, RebuildState.Current, 2);
        (await beside.ActualAsync()).ShouldBe(await beside.ExpectedAsync());
        await one.ForgetFormerAsync(BillingHost.Invoices, TestRun.Token);
        var after = new Workload(system, Customers, Invoices);
        await after.RunAsync();
        await ShouldArriveAsync(after, await after.ExpectedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rebuild_whose_processes_are_killed_goes_on_and_is_exact_when_it_is_switched_to(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, Lanes: 4, Instances: 1));
        await system.StartAsync(1);
        var before = new Workload(system, Customers, ManyInvoices);
        await before.RunAsync();
        await ShouldArriveAsync(before, await before.ExpectedAsync());
        await SpoilBalancesAsync(system);
        await system.StopAsync();
        system.Connect();
        var rebuilds = RebuildsOf(system, 0);
        await rebuilds.StartAsync([BillingHost.Balances], new RebuildOptions { SwitchWhenReady = true }, TestRun.Token);
        var beside = new Workload(system, Customers, Invoices);
        var work = beside.RunAsync();

        foreach (var streams in new[] { 1, ManyInvoices / 2 })
        {
            await using var victim = BillingProcess.Start(system.Options);
            await SeesAsync(rebuilds, status => status.Held?.Streams >= streams || status.Generation.State == RebuildState.Current);
        }

        await using (BillingProcess.Start(system.Options))
        {
            // In the middle of the switch, or next to it.
            await SeesAsync(rebuilds, status => status.Generation.State != RebuildState.Building);
        }

        await work;
        await using var survivor = BillingProcess.Start(system.Options);
        await IsAsync(rebuilds, BillingHost.Balances, RebuildState.Current, 2);
        await ShouldArriveAsync(beside, await beside.ExpectedAsync());
    }

    private static async Task SeesAsync(IRebuilds rebuilds, Func<RebuildStatus, bool> what)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(TestRun.Deadline);
        RebuildStatus? seen = null;
        await Eventually.HoldsBeforeAsync(
            async () => (seen = await rebuilds.FindAsync(BillingHost.Balances, TestRun.Token)) is { } status && what(status),
            () => $"the rebuild is under way: {seen}",
            deadline.Token);
    }

    private static string ColumnsIn(GenerationComparison compared) =>
        $"{compared.StreamsBehind} behind, {compared.StreamsAhead} ahead: "
            + string.Join(' ', compared.Differences.Select(found => found.Column).Distinct());

    /// <summary>As a defect would, in rows of which each has had more than one event.</summary>
    private static async Task SpoilAsync(BillingSystem system)
    {
        await system.ReadAsync(context =>
            context.Invoices.ExecuteUpdateAsync(invoice => invoice.SetProperty(row => row.Paid, row => row.Paid + 1)));
        await SpoilBalancesAsync(system);
    }

    private static Task<int> SpoilBalancesAsync(BillingSystem system) => system.ReadAsync(context =>
        context.Balances.ExecuteUpdateAsync(balance => balance.SetProperty(row => row.Invoiced, row => row.Invoiced + 7)));

    private static IRebuilds RebuildsOf(BillingSystem system, int instance) =>
        system.Hosts[instance].Services.GetRequiredService<IRebuilds>();

    private static async Task IsAsync(IRebuilds rebuilds, string projection, RebuildState state, int number)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestRun.Token);
        deadline.CancelAfter(TestRun.Deadline);
        RebuildStatus? seen = null;
        try
        {
            await Eventually.HoldsBeforeAsync(
                async () => (seen = await rebuilds.FindAsync(projection, TestRun.Token))?.Generation is { } found
                    && (found.State, found.Number) == (state, number),
                $"{projection}#{number} is {state}",
                deadline.Token);
        }
        catch (TimeoutException)
        {
            seen!.ToString().ShouldBe($"{projection}#{number} is {state}");
            throw;
        }
    }
}
