using System.Globalization;
using Billing.Invoices;
using Billing.Payments;
using Billing.ReadModel;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>A year in the life of the system, with what happens to its read model in a year.</summary>
[Trait("Length", "Long")]
public sealed class YearTests : BillingTest
{
    private const string Revenues = "revenues";
    private const int Months = 12;
    private const int InvoicesOfMonth = 8;

    public static TheoryData<BillingShape> Shapes =>
    [
        new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 4, Instances: 2),
        new BillingShape(UsesPostgreSql: true, UsesKafka: true, Lanes: 4, Instances: 2),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Whatever_becomes_of_the_read_model_in_a_year_it_is_exact_in_the_end(BillingShape shape)
    {
        await using var system = await CreateAsync(shape);
        var now = TimeProvider.System.GetUtcNow();
        for (var month = Months; month > 0; month--)
        {
            await LiveForAMonthAsync(system, now.AddMonths(-month) - now);
        }

        // A new projection, beside live events.
        AddUp(system, Revenue.WhatWasInvoiced);
        await system.StartAsync(shape.Instances);
        await WorkAsync(system);
        await ShouldAddUpAsync(system, invoiced: true, "a new projection has the whole year");

        // The read database of yesterday.
        await system.StopAsync();
        await system.BackUpAsync(system.Options.Read);
        await system.StartAsync(1);
        await WorkAsync(system);
        await ShouldAddUpAsync(system, invoiced: true, "the day is projected");
        await system.StopAsync();
        await system.RestoreAsync(system.Options.Read);
        await system.StartAsync(shape.Instances);
        await WorkAsync(system);
        await ShouldAddUpAsync(system, invoiced: true, "the day is there again");
        await system.StopAsync();

        // A projector that was changed, and changed back.
        (await RebuildAsync(system, Revenue.WhatWasPaid, shape.Instances)).Differences.ShouldNotBeEmpty();
        await ShouldAddUpAsync(system, invoiced: false, "all months are added up in the new way");
        await system.StopAsync();
        AddUp(system, Revenue.WhatWasInvoiced);
        await system.StartAsync(shape.Instances);
        await RebuildsOf(system).RollBackAsync(Revenues, "Ada", TestRun.Token);
        await Eventually.HoldsAsync(
            async () => await ByMonthAsync(system) is var rows && (await FoldAsync(system, invoiced: true)).SkipLast(1).All(rows.Contains),
            "the months that were over then are added up as before");
        await RebuildsOf(system).ForgetFormerAsync(Revenues, TestRun.Token);
        await system.StopAsync();
        await RebuildAsync(system, Revenue.WhatWasInvoiced, shape.Instances);

        await ShouldAddUpAsync(system, invoiced: true, "all months are added up in the old way");
        var report = await system.Hosts[0].Services.GetRequiredService<IAudits>().RunAsync([], TestRun.Token);
        report.Projections.SelectMany(audit => audit.Differences.Select(found => $"{audit.Projection}: {found}")).ShouldBeEmpty();
        report.Total.ShouldBe(0);
    }

    private static async Task LiveForAMonthAsync(BillingSystem system, TimeSpan ahead)
    {
        await system.StartAsync([ahead]);
        await WorkAsync(system);
        await system.StopAsync();
    }

    private static void AddUp(BillingSystem system, Revenue revenue) => system.Setup = host =>
    {
        host.Services.AddSingleton(new RevenueRule(revenue)).PostConfigureAll<AuditOptions>(options => options.Pause = TimeSpan.Zero);
        host.Services.AddCleanCqrs(typeof(BillingHost).Assembly)
            .AddProjection(Revenues, projection => projection.AddProjector<RevenueProjector>().Owns<MonthlyRevenue>());
    };

    private static async Task WorkAsync(BillingSystem system)
    {
        var workload = new Workload(system, customers: 2, InvoicesOfMonth);
        await workload.RunAsync();
        await ShouldArriveAsync(workload, await workload.ExpectedAsync());
    }

    /// <summary>Another release adds up in another way, and the rows follow beside live events.</summary>
    private static async Task<GenerationComparison> RebuildAsync(BillingSystem system, Revenue revenue, int instances)
    {
        AddUp(system, revenue);
        await system.StartAsync(instances);
        var rebuilds = RebuildsOf(system);
        await rebuilds.StartAsync([Revenues], new RebuildOptions { StartedBy = "Ada" }, TestRun.Token);
        var work = WorkAsync(system);
        await Eventually.HoldsAsync(
            async () => await rebuilds.FindAsync(Revenues, TestRun.Token) is { Generation.State: RebuildState.Ready },
            "the next generation is ready");
        var compared = await rebuilds.CompareAsync(Revenues, options: null, TestRun.Token);
        await rebuilds.SwitchAsync(Revenues, force: false, TestRun.Token);
        await work;
        return compared;
    }

    private static IRebuilds RebuildsOf(BillingSystem system) => system.Hosts[0].Services.GetRequiredService<IRebuilds>();

    private static async Task ShouldAddUpAsync(BillingSystem system, bool invoiced, string what)
    {
        var expected = await FoldAsync(system, invoiced);
        expected.Count.ShouldBeGreaterThanOrEqualTo(Months);
        await Eventually.HoldsAsync(async () => (await ByMonthAsync(system)).SequenceEqual(expected), what);
    }

    private static Task<List<string>> ByMonthAsync(BillingSystem system) => system.ReadAsync(async context =>
        (await context.Revenues.AsNoTracking().ToListAsync()).OrderBy(row => row.Month, StringComparer.Ordinal)
            .Select(row => Text(row.Month, row.Amount))
            .ToList());

    /// <summary>The same from the outbox, in another way.</summary>
    private static async Task<List<string>> FoldAsync(BillingSystem system, bool invoiced)
    {
        var services = system.Hosts[0].Services;
        var history = services.GetRequiredService<IEventHistory>();
        var serializer = services.GetRequiredService<IIntegrationEventSerializer>();
        var parts = await history.ListPartsAsync(TestRun.Token);
        var keys = await history.ReadKeysAsync(parts, 0, long.MaxValue, int.MaxValue, TestRun.Token);
        var events = new List<(string Month, decimal Amount)>();
        foreach (var page in keys.Chunk(500))
        {
            events.AddRange(
                from envelope in await history.ReadEventsAsync(page, TestRun.Token)
                let month = envelope.OccurredAt.ToString("yyyy-MM", CultureInfo.InvariantCulture)
                from amount in AmountsOf(serializer.Deserialize(envelope.EventType, envelope.Payload), invoiced)
                select (month, amount));
        }

        return [.. events.GroupBy(item => item.Month, item => item.Amount).OrderBy(month => month.Key, StringComparer.Ordinal)
            .Select(month => Text(month.Key, month.Sum()))];
    }

    private static IEnumerable<decimal> AmountsOf(IIntegrationEvent integrationEvent, bool invoiced) => integrationEvent switch
    {
        InvoiceIssuedEvent issued when invoiced => [issued.Lines.Sum(line => line.Quantity * line.Price)],
        PaymentReceivedEvent payment when !invoiced => [payment.Amount],
        _ => [],
    };

    private static string Text(string month, decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{month}: {amount:0.##}");
}
