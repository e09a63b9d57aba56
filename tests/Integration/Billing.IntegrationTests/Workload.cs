using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using Microsoft.EntityFrameworkCore;

namespace Billing.IntegrationTests;

/// <summary>Customers who are invoiced, pay and change their names, all at the same time; and what the read model must then say.</summary>
internal sealed class Workload(BillingSystem system, int customers, int invoices)
{
    private const int Concurrency = 8;

    private readonly List<int> _customers = [];

    public async Task RunAsync()
    {
        for (var i = 0; i < customers; i++)
        {
            _customers.Add(await system.SendAsync(new RegisterCustomerCommand($"Customer {i}", new Address($"Street {i}", "Town"))));
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, invoices),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = TestRun.Token },
            async (number, _) => await InvoiceAsync(number));
    }

    /// <summary>The rows as they must be, from the write model.</summary>
    public Task<List<string>> ExpectedAsync() => system.ReadWrittenAsync(async context =>
    {
        var names = await context.Customers.ToDictionaryAsync(customer => customer.Id, customer => customer.Name);
        var all = await context.Invoices.ToListAsync();
        return all.GroupBy(invoice => invoice.CustomerId)
            .Select(own => Balance(
                own.Key,
                names[own.Key],
                own.Sum(invoice => invoice.Total),
                own.Sum(invoice => invoice.Paid),
                own.Count(invoice => !invoice.IsSettled)))
            .Concat(all.Select(invoice => Invoice(
                invoice.Id, names[invoice.CustomerId], invoice.Paid, invoice.IsSettled, invoice.Lines.Count)))
            .Order(StringComparer.Ordinal)
            .ToList();
    });

    /// <summary>The rows as they are.</summary>
    public Task<List<string>> ActualAsync() => system.ReadAsync(async context =>
    {
        var balances = await context.Balances.AsNoTracking().ToListAsync();
        var all = await context.Invoices.AsNoTracking().ToListAsync();
        return balances.Select(row => Balance(row.CustomerId, row.Name, row.Invoiced, row.Paid, row.OpenInvoices))
            .Concat(all.Select(row => Invoice(row.InvoiceId, row.CustomerName, row.Paid, row.IsSettled, row.Lines.Count)))
            .Order(StringComparer.Ordinal)
            .ToList();
    });

    private async Task InvoiceAsync(int number)
    {
        var customer = _customers[number % _customers.Count];
        var invoice = Guid.CreateVersion7();
        InvoiceLine[] lines = [new("Work", 1 + (number % 3), 10), new("Travel", 1, 5)];
        await system.SendAsync(new IssueInvoiceCommand(invoice, customer, lines), number);
        var total = lines.Sum(line => line.Quantity * line.Price);
        foreach (var (amount, card) in new[] { (5m, (string?)"card"), (number % 2 == 0 ? total - 5 : 1m, null) })
        {
            await system.SendAsync(new TakePaymentCommand(Guid.CreateVersion7(), invoice, customer, amount, card), number);
        }

        if (number % 20 == 0)
        {
            await system.SendAsync(new RenameCustomerCommand(customer, $"Renamed {number}"), number);
        }
    }

    private static string Balance(int customer, string name, decimal invoiced, decimal paid, int open) =>
        FormattableString.Invariant($"balance {customer} {name}: {invoiced:0.##} - {paid:0.##}, {open} open");

    private static string Invoice(Guid id, string customer, decimal paid, bool isSettled, int lines) =>
        FormattableString.Invariant($"invoice {id} {customer}: {paid:0.##} {isSettled} {lines}");
}
