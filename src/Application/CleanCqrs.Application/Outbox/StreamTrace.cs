namespace CleanCqrs.Application.Outbox;

/// <summary>What the write side knows of a stream.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Events">Some of its events, the oldest first.</param>
/// <param name="Unpublished">
/// How many of its events are not published yet, dead letters included, up to <see cref="OutboxStatus.CountLimit"/>.
/// </param>
public sealed record StreamTrace(string StreamId, IReadOnlyList<OutboxEventTrace> Events, long Unpublished)
{
    /// <summary>The last version that the outbox holds, or <see langword="null"/> when it holds nothing of the stream.</summary>
    public long? LastVersion { get; init; }

    /// <summary>The first of its events that is not published, or <see langword="null"/> when all are.</summary>
    public OutboxEventTrace? Next { get; init; }

    /// <summary>The relay instance that holds the range of the stream, or <see langword="null"/> when none does.</summary>
    public string? Relay { get; init; }

    /// <summary>Why nothing of the stream is published now, or <see langword="null"/> when nothing keeps it.</summary>
    public StreamPause? Pause { get; init; }

    /// <summary>Why nothing at all is published now, or <see langword="null"/> when the transport takes events.</summary>
    public TransportOutage? Outage { get; init; }

    /// <summary>
    /// The version at which its aggregate was deleted, or <see langword="null"/> when it was not. Another one may have gone on since.
    /// </summary>
    public long? EndedAt { get; init; }
}
