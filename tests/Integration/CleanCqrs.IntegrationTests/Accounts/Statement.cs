namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>
/// The read model of an account. Its trail names every event in the order of their effects, so that a lost, doubled or overtaken one shows.
/// </summary>
public sealed class Statement
{
    public required string AccountId { get; init; }

    public required string Owner { get; init; }

    public long Balance { get; set; }

    public bool IsClosed { get; set; }

    public string Trail { get; set; } = string.Empty;
}
