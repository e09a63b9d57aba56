namespace Billing.Customers;

/// <summary>A value that is kept in columns of its owner.</summary>
public sealed record Address(string Street, string City);
