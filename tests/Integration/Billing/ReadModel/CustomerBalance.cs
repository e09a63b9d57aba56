namespace Billing.ReadModel;

/// <summary>What a customer owes: a row that all streams of the customer feed.</summary>
public sealed class CustomerBalance
{
    public required int CustomerId { get; init; }

    public string Name { get; set; } = string.Empty;

    public decimal Invoiced { get; set; }

    public decimal Paid { get; set; }

    public int OpenInvoices { get; set; }

    public decimal Balance => Invoiced - Paid;
}
