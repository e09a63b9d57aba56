using Billing.Invoices;

namespace Billing.ReadModel;

/// <summary>An invoice as a page shows it; its lines are one JSON column.</summary>
public sealed class InvoiceView
{
    public required Guid InvoiceId { get; init; }

    public required int CustomerId { get; init; }

    public string CustomerName { get; set; } = string.Empty;

    public bool IsSettled { get; set; }

    public decimal Paid { get; set; }

    public List<InvoiceLine> Lines { get; init; } = [];
}
