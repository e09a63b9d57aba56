namespace Billing.ReadModel.Ledger;

/// <summary>What lines are about; any number of invoices, and each of those about any number of topics.</summary>
public sealed class Topic
{
    public required string Name { get; init; }

    public List<InvoiceEntry> Invoices { get; init; } = [];
}
