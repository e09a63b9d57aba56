namespace Billing.ReadModel.Ledger;

/// <summary>An entry of one of several kinds, each with a table of its own for what it has besides.</summary>
public abstract class LedgerEntry
{
    public required Guid EntryId { get; init; }

    public required int CustomerId { get; init; }

    /// <summary>A value in a table of its own.</summary>
    public EntrySum Sum { get; set; } = new();
}
