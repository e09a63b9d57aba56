namespace Billing.ReadModel.Ledger;

/// <summary>A payment of one of several kinds, all in one table.</summary>
public abstract class Receipt
{
    public required Guid PaymentId { get; init; }
}
