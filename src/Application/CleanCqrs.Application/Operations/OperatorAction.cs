namespace CleanCqrs.Application.Operations;

/// <summary>What somebody has done about dead letters.</summary>
/// <param name="At">When, by the clock of the database.</param>
/// <param name="By">Who.</param>
/// <param name="What">What.</param>
/// <param name="Source">Where: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</param>
/// <param name="Count">About how many dead letters.</param>
public sealed record OperatorAction(DateTimeOffset At, string By, OperatorActionKind What, string Source, long Count)
{
    /// <summary>The stream, where it was about one.</summary>
    public string? StreamId { get; init; }

    /// <summary>The version of the event, where it was about one.</summary>
    public long? StreamVersion { get; init; }

    /// <summary>The id of the event, where it was about one.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Where the message was received, as <c>topic[partition]@offset</c>, where it was about one that is no event.</summary>
    public string? Place { get; init; }

    /// <summary>Why a dead letter was given up; which ones were meant by a redrive of many.</summary>
    public string? Reason { get; init; }

    /// <summary>What was given up, whole, as JSON with its bytes in Base64; <see langword="null"/> for a redrive.</summary>
    public string? Letter { get; init; }
}
