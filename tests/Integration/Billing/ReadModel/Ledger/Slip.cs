namespace Billing.ReadModel.Ledger;

/// <summary>A payment of one of several kinds, each with a table of its own for everything.</summary>
public abstract class Slip
{
    public required Guid PaymentId { get; init; }

    public required Guid InvoiceId { get; init; }
}
