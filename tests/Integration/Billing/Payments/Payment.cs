using CleanCqrs.Domain;

namespace Billing.Payments;

/// <summary>A payment of one of several kinds, all in one table.</summary>
public abstract class Payment : AggregateRoot<Guid>
{
    protected Payment(Guid id)
        : base(id)
    {
    }

    public Guid InvoiceId { get; private set; }

    public decimal Amount { get; private set; }

    /// <summary>What the kinds have in common of the money's arrival.</summary>
    protected void Receive(Guid invoiceId, int customerId, decimal amount)
    {
        (InvoiceId, Amount) = (invoiceId, amount);
        Raise(new PaymentReceived(Id, invoiceId, customerId, amount, GetType().Name));
    }
}
