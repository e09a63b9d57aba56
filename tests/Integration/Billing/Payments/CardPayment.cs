namespace Billing.Payments;

public sealed class CardPayment : Payment
{
    private CardPayment(Guid id)
        : base(id)
    {
    }

    public string Reference { get; private set; } = string.Empty;

    public static CardPayment Of(Guid id, Guid invoiceId, int customerId, decimal amount, string reference)
    {
        var payment = new CardPayment(id) { Reference = reference };
        payment.Receive(invoiceId, customerId, amount);
        return payment;
    }
}
