namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>What an outbox holds when it is to be drained.</summary>
/// <param name="Events">Pending messages.</param>
/// <param name="History">Published messages.</param>
public sealed record OutboxContents(int Events, int History = OutboxContents.OrdinaryHistory)
{
    /// <summary>The published messages of an outbox in ordinary use.</summary>
    public const int OrdinaryHistory = 100_000;

    /// <summary>
    /// Whether the statistics by which PostgreSQL plans its queries tell of the pending messages; otherwise they are from before, when all
    /// were published.
    /// </summary>
    public bool IsBacklogAnalyzed { get; init; }
}
