using System.Globalization;
using Billing.Customers;
using Billing.Invoices;
using Billing.Storage;
using CleanCqrs.Application;
using CleanCqrs.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.ReadModel;

/// <summary>What rows have to show: those of one aggregate each, and those that many aggregates feed.</summary>
internal static class BillingRowAudits
{
    public static CleanCqrsBuilder AuditBillingRows(this CleanCqrsBuilder builder, BillingOptions options) => builder
        .AuditRows<Customer, CustomerSums, CustomerBalance>(BillingHost.Balances, SumUpAsync, rows => rows
            .Key(sums => sums.CustomerId)
            .Value("name", sums => sums.Name, balance => balance.Name)
            .Value("invoiced", sums => sums.Invoiced, balance => balance.Invoiced)
            .Value("paid", sums => sums.Paid, balance => balance.Paid)
            .Value("openInvoices", sums => sums.OpenInvoices, balance => balance.OpenInvoices)
            .Figure("balance", sums => sums.Invoiced - sums.Paid, balance => balance.Balance))
        .AuditRows<Customer, CustomerName>(options.InvoicesName, rows => rows
            .Key(customer => customer.Id)
            .Value("name", customer => customer.Name, row => row.Name))
        .AuditRows<Invoice, InvoiceView>(options.InvoicesName, rows => rows
            .Key(invoice => invoice.Id)
            .Value("customerId", invoice => invoice.CustomerId, view => view.CustomerId)
            .Value("isSettled", invoice => invoice.IsSettled, view => view.IsSettled)
            .Value("paid", invoice => invoice.Paid, view => view.Paid)
            .Value("lines", invoice => TextOf(invoice.Lines), view => TextOf(view.Lines))
            .Figure("paid", invoice => invoice.Paid, view => view.Paid));

    private static async Task<IReadOnlyList<CustomerSums>> SumUpAsync(
        IServiceProvider services, IReadOnlyList<Customer> customers, CancellationToken cancellationToken)
    {
        var ids = customers.Select(customer => customer.Id).ToList();
        var invoices = (await services.GetRequiredService<BillingContext>().Invoices.AsNoTracking()
            .Where(invoice => EF.Parameter(ids).Contains(invoice.CustomerId))
            .ToListAsync(cancellationToken)).ToLookup(invoice => invoice.CustomerId);
        return
        [
            .. customers.Select(customer => new CustomerSums(
                customer.Id,
                customer.Name,
                invoices[customer.Id].Sum(invoice => invoice.Total),
                invoices[customer.Id].Sum(invoice => invoice.Paid),
                invoices[customer.Id].Count(invoice => !invoice.IsSettled))),
        ];
    }

    /// <summary>The write model keeps lines in a table, which tells no order.</summary>
    private static string TextOf(IEnumerable<InvoiceLine> lines) => string.Join("; ", lines
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Quantity} {line.Text} at {line.Price:0.##}"))
        .Order(StringComparer.Ordinal));
}
