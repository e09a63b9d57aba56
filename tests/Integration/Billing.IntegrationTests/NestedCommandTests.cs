using Billing.Customers;
using Billing.Invoices;
using Billing.Payments;
using CleanCqrs.Application.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.IntegrationTests;

/// <summary>Taking a payment settles its invoice by a command of its own: both happen, or neither.</summary>
public sealed class NestedCommandTests : BillingTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_and_the_settlement_of_its_invoice_are_saved_together(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, Lanes: 1, Instances: 1));
        system.Connect();
        var (customer, invoice) = await IssueAsync(system);

        await system.SendAsync(new TakePaymentCommand(Guid.CreateVersion7(), invoice, customer, 10, "card"));

        (await system.ReadWrittenAsync(context => context.Payments.CountAsync())).ShouldBe(1);
        (await system.ReadWrittenAsync(context => context.Invoices.SingleAsync())).IsSettled.ShouldBeTrue();
        (await PendingAsync(system)).ShouldBe(4, "registered, issued, received and settled");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_payment_of_an_invoice_that_nobody_knows_leaves_nothing_behind(bool usesPostgreSql)
    {
        await using var system = await CreateAsync(new BillingShape(usesPostgreSql, UsesKafka: false, Lanes: 1, Instances: 1));
        system.Connect();
        var (customer, _) = await IssueAsync(system);

        await Should.ThrowAsync<InvalidOperationException>(
            () => system.SendAsync(new TakePaymentCommand(Guid.CreateVersion7(), Guid.CreateVersion7(), customer, 10, "card")));

        (await system.ReadWrittenAsync(context => context.Payments.CountAsync())).ShouldBe(0);
        (await PendingAsync(system)).ShouldBe(2, "registered and issued");
    }

    private static async Task<(int Customer, Guid Invoice)> IssueAsync(BillingSystem system)
    {
        var customer = await system.SendAsync(new RegisterCustomerCommand("Ann", new Address("Street", "Town")));
        var invoice = Guid.CreateVersion7();
        await system.SendAsync(new IssueInvoiceCommand(invoice, customer, [new InvoiceLine("Work", 1, 10)]));
        return (customer, invoice);
    }

    private static async Task<long> PendingAsync(BillingSystem system) =>
        (await system.Hosts[0].Services.GetRequiredService<IOutboxOperations>().GetStatusAsync(TestRun.Token)).Pending;
}
