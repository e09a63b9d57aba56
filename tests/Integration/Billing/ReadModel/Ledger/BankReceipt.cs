namespace Billing.ReadModel.Ledger;

public sealed class BankReceipt : Receipt
{
    public decimal Transferred { get; set; }
}
