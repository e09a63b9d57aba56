namespace Billing.ReadModel.Ledger;

public sealed class CardReceipt : Receipt
{
    public decimal Charged { get; set; }
}
