namespace CleanCqrs.Application.Operations;

/// <summary>Which dead letters are meant: those to which everything that is said applies. Without anything it is all of them.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Those of these kinds; none for all. Default: none.</summary>
    public IReadOnlyCollection<DeadLetterKind> Kinds { get; init; } = [];

    /// <summary>Those that are held there: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</summary>
    public string? Source { get; init; }

    /// <summary>Those of one event type, by its stable name. Messages that are no events have none.</summary>
    public string? EventType { get; init; }

    /// <summary>Those whose last failure contains this text, capitals and small letters told apart.</summary>
    public string? Error { get; init; }

    /// <summary>Those of one stream. Messages that are no events have none.</summary>
    public string? StreamId { get; init; }

    /// <summary>Those that wait since this time or later (<see cref="DeadLetter.Since"/>).</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those that wait since before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What was asked for, for the trail and the log.</summary>
    /// <returns>A sentence without its end.</returns>
    public override string ToString()
    {
        var parts = new List<string>();
        Add("kind", Kinds.Count == 0 ? null : string.Join(" or ", Kinds.Select(kind => kind.ToString().ToLowerInvariant())));
        Add("source", Source);
        Add("type", EventType);
        Add("error containing", Error);
        Add("stream", StreamId);
        Add("from", From?.ToString("O"));
        Add("to", To?.ToString("O"));
        return parts.Count == 0 ? "all dead letters" : string.Join(", ", parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name} {value}");
            }
        }
    }
}
