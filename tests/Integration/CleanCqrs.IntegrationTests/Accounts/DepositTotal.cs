namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>A second read model, which cares for deposits only.</summary>
public sealed class DepositTotal
{
    public required string AccountId { get; init; }

    public int Deposits { get; set; }

    public long Amount { get; set; }
}
