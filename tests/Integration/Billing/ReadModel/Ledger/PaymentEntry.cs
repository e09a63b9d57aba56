namespace Billing.ReadModel.Ledger;

public sealed class PaymentEntry : LedgerEntry
{
    public required Guid InvoiceId { get; init; }
}
