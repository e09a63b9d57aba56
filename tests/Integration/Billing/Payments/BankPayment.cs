namespace Billing.Payments;

public sealed class BankPayment : Payment
{
    private BankPayment(Guid id)
        : base(id)
    {
    }

    public int Reference { get; private set; }

    public static BankPayment Of(Guid id, Guid invoiceId, int customerId, decimal amount, int reference)
    {
        var payment = new BankPayment(id) { Reference = reference };
        payment.Receive(invoiceId, customerId, amount);
        return payment;
    }
}
