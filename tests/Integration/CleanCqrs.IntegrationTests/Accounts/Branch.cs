namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>A row of the write model that is no aggregate; its name is unique.</summary>
public sealed class Branch
{
    public int Id { get; init; }

    public required string Name { get; set; }
}
