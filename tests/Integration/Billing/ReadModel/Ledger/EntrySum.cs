namespace Billing.ReadModel.Ledger;

public sealed class EntrySum
{
    public decimal Amount { get; set; }
}
