using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Those events of a batch that belong into one transaction.</summary>
/// <param name="Events">The events of the batch.</param>
/// <param name="Indexes">Which of them.</param>
/// <param name="Results">The results of the batch.</param>
internal sealed record TransactionPart(IReadOnlyList<EventEnvelope> Events, IReadOnlyList<int> Indexes, PublishResult[] Results)
{
    /// <summary>Leaves out the streams that have come to a stop, and says so in their results.</summary>
    public TransactionPart Without(HashSet<string> stopped)
    {
        foreach (var index in Indexes.Where(index => stopped.Contains(Events[index].StreamId)))
        {
            Results[index] ??= Fate.Behind;
        }

        return stopped.Count == 0 ? this : this with { Indexes = [.. Indexes.Where(index => !stopped.Contains(Events[index].StreamId))] };
    }

    public (TransactionPart First, TransactionPart Second) Halves()
    {
        var half = Indexes.Count / 2;
        return (this with { Indexes = [.. Indexes.Take(half)] }, this with { Indexes = [.. Indexes.Skip(half)] });
    }

    /// <summary>Gives the result to every event that has none yet.</summary>
    public void Fill(PublishResult result)
    {
        foreach (var index in Indexes)
        {
            Results[index] ??= result;
        }
    }
}
