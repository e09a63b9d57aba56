namespace Billing.Invoices;

/// <summary>A part of an invoice, kept in a table of its own.</summary>
public sealed record InvoiceLine(string Text, int Quantity, decimal Price);
