namespace CleanCqrs.Simulation.Systems;

/// <summary>A row of the read model: what was added, and the trail of the events that did so.</summary>
internal sealed record Total(long Sum, int Count, bool IsInOrder, Total? Before, Moved? Last)
{
    public static Total Zero { get; } = new(0, 0, IsInOrder: true, null, null);

    /// <summary>The events that were added, the last one first.</summary>
    public string Trail => Last is null ? string.Empty : $"{Last.StreamId}/{Last.Version} {Before?.Trail}";

    /// <summary>The same, as they are.</summary>
    public IEnumerable<Moved> Events
    {
        get
        {
            for (var row = this; row?.Last is { } moved; row = row.Before)
            {
                yield return moved;
            }
        }
    }

    public Total Add(Moved moved) => new(Sum + moved.Amount, Count + 1, IsInOrder && moved.Version == Count + 1, this, moved);
}
