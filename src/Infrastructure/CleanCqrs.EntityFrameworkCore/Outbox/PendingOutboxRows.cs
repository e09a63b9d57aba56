using CleanCqrs.Domain;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>What the outbox knows of one write context between its saves.</summary>
internal sealed class PendingOutboxRows
{
    /// <summary>The rows of the save that is under way.</summary>
    public Dictionary<RaisedEvent, OutboxMessageRow> Rows { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The aggregates whose events are in <see cref="Rows"/>.</summary>
    public HashSet<IAggregateRoot> Aggregates { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The streams that end with the save.</summary>
    public List<OutboxEndedStreamRow> Ends { get; } = [];

    public IEnumerable<object> AllRows => [.. Rows.Values, .. Ends];

    /// <summary>
    /// Rows that were saved without accepting the changes: they are still to be saved if the caller repeats its transaction.
    /// </summary>
    public List<object> Unaccepted { get; } = [];

    public bool AwaitsCommit { get; set; }

    /// <summary>Whether the save that is under way commits by itself, and not somebody else after it.</summary>
    public bool IsCommittedBySave { get; set; }

    /// <summary>
    /// The save that has failed last, unless another one was begun since. Its transaction may have been committed all the same, and the
    /// answer lost.
    /// </summary>
    public FailedSave? Failed { get; set; }

    public void ForgetSave()
    {
        Rows.Clear();
        Ends.Clear();
        Aggregates.Clear();
    }
}
