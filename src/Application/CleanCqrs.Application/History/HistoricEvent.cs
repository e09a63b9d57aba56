using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.History;

/// <summary>An event in history, whole.</summary>
/// <param name="Envelope">The event, as it was written then.</param>
/// <param name="State">Whether it has been published.</param>
public sealed record HistoricEvent(EventEnvelope Envelope, HistoryState State)
{
    /// <summary>Who has given it up, where it was discarded and that is still on record.</summary>
    public string? DiscardedBy { get; init; }

    /// <summary>Why it was given up, where it was discarded and that is still on record.</summary>
    public string? DiscardReason { get; init; }
}
