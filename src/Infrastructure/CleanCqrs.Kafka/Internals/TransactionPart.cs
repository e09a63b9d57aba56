using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Those events of a batch that belong into one transaction.</summary>
/// <param name="Events">The events of the batch.</param>
/// <param name="Indexes">Which of them.</param>
/// <param name="Results">The results of the batch.</param>
internal sealed record TransactionPart(IReadOnlyList<EventEnvelope> Events, IReadOnlyList<int> Indexes, PublishResult[] Results)
{
    /// <summary>Leaves out what stands at or behind the event at which its stream has come to a stop, and says so in the results.</summary>
    /// <param name="stops">The streams, and the index at which each has stopped.</param>
    public TransactionPart Without(Dictionary<string, int> stops)
    {
        if (stops.Count == 0)
        {
            return this;
        }

        var waiting = Indexes.ToLookup(index => stops.TryGetValue(Events[index].StreamId, out var stop) && index >= stop);
        foreach (var index in waiting[true])
        {
            Results[index] ??= Fate.Behind;
        }

        return this with { Indexes = [.. waiting[false]] };
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
