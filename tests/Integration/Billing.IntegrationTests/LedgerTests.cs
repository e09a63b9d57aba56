using Billing.Payments;
using Billing.ReadModel.Ledger;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>
/// Rows in hierarchies, of one table or of several, owned rows in tables of their own, and rows that are joined by a table: rebuilt,
/// compared, switched to, rolled back and repaired beside live events.
/// </summary>
public sealed class LedgerTests : BillingTest
{
    private const string Ledger = "ledger";
    private const int Customers = 2;
    private const int Invoices = 20;

    public static TheoryData<BillingShape> Shapes =>
    [
        new BillingShape(UsesPostgreSql: false, UsesKafka: false, Lanes: 4, Instances: 1),
        new BillingShape(UsesPostgreSql: true, UsesKafka: false, Lanes: 4, Instances: 2),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Spoilt_rows_of_every_shape_are_right_after_a_rebuild_under_load_and_spoilt_again_after_a_rollback(BillingShape shape)
    {
        await using var system = await StartAsync(shape);
        await WorkAsync(system);
        await ShouldBeRightAsync(system);
        var spoilt = await SpoilAsync(system);
        var rebuilds = RebuildsOf(system);

        await rebuilds.StartAsync([Ledger], null, TestRun.Token);
        var work = WorkAsync(system);
        await IsAsync(rebuilds, RebuildState.Ready, 2);
        ShouldName(spoilt, await rebuilds.CompareAsync(Ledger, null, TestRun.Token));
        await rebuilds.SwitchAsync(Ledger, force: false, TestRun.Token);
        await work;
        await ShouldBeRightAsync(system);
        await WorkAsync(system);
        await ShouldBeRightAsync(system);

        await rebuilds.RollBackAsync(Ledger, "a test", TestRun.Token);
        var beside = WorkAsync(system);
        await IsAsync(rebuilds, RebuildState.Current, 1);
        await beside;
        (await ActualAsync(system)).ShouldNotBe(await ExpectedAsync(system));
        await rebuilds.RollBackAsync(Ledger, "a test", TestRun.Token);
        await IsAsync(rebuilds, RebuildState.Current, 2);
        await ShouldBeRightAsync(system);
        await rebuilds.ForgetFormerAsync(Ledger, TestRun.Token);
        await WorkAsync(system);
        await ShouldBeRightAsync(system);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Spoilt_rows_of_every_shape_are_repaired_under_load(BillingShape shape)
    {
        await using var system = await StartAsync(shape);
        await WorkAsync(system);
        await ShouldBeRightAsync(system);
        var spoilt = await SpoilAsync(system);
        var repairs = system.Hosts[^1].Services.GetRequiredService<IRepairs>();
        var work = WorkAsync(system);

        ShouldName(spoilt, (await repairs.CompareAsync([Ledger], "Ada", null, TestRun.Token)).Single());
        await repairs.RepairAllAsync(Ledger, "Ada", "Spoilt by hand.", TestRun.Token);
        await work;

        await ShouldBeRightAsync(system);
        (await repairs.CompareAsync([Ledger], "Ada", null, TestRun.Token)).Single().Differences.ShouldBeEmpty();
        await WorkAsync(system);
        await ShouldBeRightAsync(system);
    }

    private static async Task<BillingSystem> StartAsync(BillingShape shape)
    {
        var system = await CreateAsync(shape);
        system.Setup = host => host.Services.AddCleanCqrs(typeof(BillingHost).Assembly).AddProjection(Ledger, Declare);
        await system.StartAsync(shape.Instances);
        return system;
    }

    private static void Declare(ProjectionBuilder projection) => projection.AddProjector<LedgerProjector>().Sequential()
        .Owns<LedgerEntry>().Owns<Receipt>().Owns<Slip>().Owns<Topic>();

    private static Task WorkAsync(BillingSystem system) => new Workload(system, Customers, Invoices).RunAsync();

    private static IRebuilds RebuildsOf(BillingSystem system) => system.Hosts[0].Services.GetRequiredService<IRebuilds>();

    /// <returns>What a comparison must name: tables and columns.</returns>
    private static Task<string[]> SpoilAsync(BillingSystem system) => system.ReadAsync(async context =>
    {
        var invoices = await context.Set<InvoiceEntry>().Include(row => row.Topics).OrderBy(row => row.EntryId).ToListAsync();
        invoices[0].IsSettled = !invoices[0].IsSettled;
        invoices[1].Sum.Amount++;
        invoices[2].Lines.Single(line => line.Number == 2).Text = "spoilt";
        invoices[3].Lines.RemoveAll(line => line.Number == 2);
        invoices[4].Topics.Clear();
        invoices[5].Remarks.Clear();
        context.Remove(invoices[6]);
        (await context.Set<CardReceipt>().OrderBy(row => row.PaymentId).FirstAsync()).Charged++;
        context.Remove(await context.Set<BankReceipt>().OrderBy(row => row.PaymentId).FirstAsync());
        context.Remove(await context.Set<CardSlip>().OrderBy(row => row.PaymentId).FirstAsync());
        context.Add(new BankSlip { PaymentId = Guid.CreateVersion7(), InvoiceId = invoices[0].EntryId });
        context.Add(new Topic { Name = "spoilt" });
        await context.SaveChangesAsync();
        string Table<TRow>() => context.Model.FindEntityType(typeof(TRow))!.GetTableName()!;
        return new[]
        {
            $"{Table<InvoiceEntry>()} is_settled", $"{Table<LedgerEntry>()} ", "ledger_sums amount", "ledger_lines text", "ledger_lines ",
            "ledger_remarks ", "InvoiceEntryTopic ", $"{Table<Receipt>()} charged", $"{Table<Receipt>()} ", $"{Table<CardSlip>()} ",
            $"{Table<BankSlip>()} ", $"{Table<Topic>()} ",
        };
    });

    private static void ShouldName(string[] spoilt, GenerationComparison compared)
    {
        var named = compared.Differences
            .Select(found => $"{found.Table[(found.Table.LastIndexOf('.') + 1)..]} {found.Column}").Distinct().ToList();
        foreach (var what in spoilt)
        {
            named.ShouldContain(what);
        }

        // Each line that is gone, and no row of others that merely has another number in this generation.
        compared.Differences.Count(found => found.Table.EndsWith("ledger_remarks", StringComparison.Ordinal)).ShouldBeInRange(2, 4);
    }

    private static async Task ShouldBeRightAsync(BillingSystem system)
    {
        List<string> actual = [];
        var expected = await ExpectedAsync(system);
        try
        {
            await Eventually.HoldsAsync(
                async () => (actual = await ActualAsync(system)).SequenceEqual(expected), "the ledger says what the write model says");
        }
        catch (TimeoutException)
        {
            actual.ShouldBe(expected);
            throw;
        }
    }

    private static Task<List<string>> ExpectedAsync(BillingSystem system) => system.ReadWrittenAsync(async context =>
    {
        var invoices = await context.Invoices.AsNoTracking().ToListAsync();
        var payments = await context.Payments.AsNoTracking().ToListAsync();
        return invoices.Select(invoice => Text(
                invoice.Id,
                invoice.IsSettled,
                invoice.Total,
                invoice.IsSettled ? "Work (paid), Travel" : "Work, Travel",
                invoice.IsSettled ? "issued" : "issued, sent",
                invoice.IsSettled ? "Work" : "Travel, Work"))
            .Concat(payments.Select(payment => $"{payment.Id} of {payment.InvoiceId}: {payment.Amount:0}"))
            .Concat(payments.Select(payment => $"{payment.Id} {payment is CardPayment}: {payment.Amount:0}"))
            .Concat(payments.Select(payment => $"{payment.Id} {payment is CardPayment} for {payment.InvoiceId}"))
            .Concat(["Travel", "Work"])
            .Order(StringComparer.Ordinal)
            .ToList();
    });

    private static Task<List<string>> ActualAsync(BillingSystem system) => system.ReadAsync(async context =>
    {
        var entries = await context.Set<LedgerEntry>().AsNoTracking().ToListAsync();
        var topics = await context.Set<Topic>().AsNoTracking().Include(topic => topic.Invoices).ToListAsync();
        var topicsOf = topics.SelectMany(topic => topic.Invoices.Select(invoice => (invoice.EntryId, topic.Name)))
            .ToLookup(pair => pair.EntryId, pair => pair.Name);
        var receipts = await context.Set<Receipt>().AsNoTracking().ToListAsync();
        return entries.OfType<InvoiceEntry>().Select(entry => Text(
                entry.EntryId,
                entry.IsSettled,
                entry.Sum.Amount,
                string.Join(", ", entry.Lines.OrderBy(line => line.Number).Select(line => line.Text)),
                string.Join(", ", entry.Remarks.Select(remark => remark.Text).Order(StringComparer.Ordinal)),
                string.Join(", ", topicsOf[entry.EntryId].Order(StringComparer.Ordinal))))
            .Concat(entries.OfType<PaymentEntry>().Select(entry => $"{entry.EntryId} of {entry.InvoiceId}: {entry.Sum.Amount:0}"))
            .Concat(receipts.Select(receipt => receipt is CardReceipt card
                ? $"{card.PaymentId} True: {card.Charged:0}"
                : $"{receipt.PaymentId} False: {((BankReceipt)receipt).Transferred:0}"))
            .Concat((await context.Set<Slip>().AsNoTracking().ToListAsync())
                .Select(slip => $"{slip.PaymentId} {slip is CardSlip} for {slip.InvoiceId}"))
            .Concat(topics.Select(topic => topic.Name))
            .Order(StringComparer.Ordinal)
            .ToList();
    });

    private static string Text(Guid id, bool isSettled, decimal sum, string lines, string remarks, string topics) =>
        FormattableString.Invariant($"{id} {isSettled} {sum:0} [{lines}] [{remarks}] [{topics}]");

    private static async Task IsAsync(IRebuilds rebuilds, RebuildState state, int number)
    {
        RebuildStatus? seen = null;
        await Eventually.HoldsAsync(
            async () => (seen = await rebuilds.FindAsync(Ledger, TestRun.Token))?.Generation is { } found
                && (found.State, found.Number) == (state, number),
            () => $"generation {number} is {state}: {seen}");
    }
}
