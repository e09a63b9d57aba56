namespace Billing.ReadModel;

/// <summary>What the balance of a customer has to show, added up from the write model.</summary>
public sealed record CustomerSums(int CustomerId, string Name, decimal Invoiced, decimal Paid, int OpenInvoices);
