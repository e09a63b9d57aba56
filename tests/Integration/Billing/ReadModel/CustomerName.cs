namespace Billing.ReadModel;

/// <summary>What a customer is called now.</summary>
public sealed class CustomerName
{
    public required int CustomerId { get; init; }

    public required string Name { get; set; }
}
