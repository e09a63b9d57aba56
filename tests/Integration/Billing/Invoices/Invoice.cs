using CleanCqrs.Domain;

namespace Billing.Invoices;

public sealed class Invoice : AggregateRoot<Guid>
{
    private readonly List<InvoiceLine> _lines = [];

    private Invoice(Guid id)
        : base(id)
    {
    }

    public int CustomerId { get; private set; }

    public decimal Paid { get; private set; }

    public bool IsSettled { get; private set; }

    public IReadOnlyList<InvoiceLine> Lines => _lines;

    public decimal Total => _lines.Sum(line => line.Quantity * line.Price);

    public static Invoice Issue(Guid id, int customerId, IEnumerable<InvoiceLine> lines)
    {
        var invoice = new Invoice(id) { CustomerId = customerId };
        invoice._lines.AddRange(lines);
        invoice.Raise(new InvoiceIssued(id, customerId, [.. invoice._lines]));
        return invoice;
    }

    public void Receive(decimal amount)
    {
        Paid += amount;
        if (Paid >= Total && !IsSettled)
        {
            IsSettled = true;
            Raise(new InvoiceSettled(Id, CustomerId));
        }
    }
}
