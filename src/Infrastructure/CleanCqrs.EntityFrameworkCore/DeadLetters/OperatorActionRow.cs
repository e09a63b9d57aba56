using CleanCqrs.Application.Operations;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

/// <summary>What an operator has done; a table in each database, since it is written in the transaction of what it tells of.</summary>
internal abstract class OperatorActionRow
{
    public long Number { get; init; }

    public DateTimeOffset At { get; init; }

    public string ActedBy { get; init; } = string.Empty;

    public OperatorActionKind What { get; init; }

    public string Source { get; init; } = string.Empty;

    public string? StreamId { get; init; }

    public long? StreamVersion { get; init; }

    public Guid? EventId { get; init; }

    public string? Place { get; init; }

    public string? Reason { get; init; }

    public long Count { get; init; }

    public string? Letter { get; init; }

    public StoredAction ToStoredAction() => new(Number, new OperatorAction(At, ActedBy, What, Source, Count)
    {
        StreamId = StreamId,
        StreamVersion = StreamVersion,
        EventId = EventId,
        Place = Place,
        Reason = Reason,
        Letter = Letter,
    });
}
