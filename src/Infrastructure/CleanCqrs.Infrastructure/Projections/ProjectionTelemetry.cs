using System.Diagnostics;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Reports what a projection does: a span for each event, in the trace of the command that raised it, figures, and log lines.
/// </summary>
internal sealed class ProjectionTelemetry(
    string projection, TimeProvider timeProvider, ILogger logger, string messagingSystem = ProjectionTelemetry.InProcess)
{
    /// <summary>The messaging system of a process that has no transport, as of one whose transport stays in it.</summary>
    public const string InProcess = "in_process";

    public const string ProjectionTag = "cleancqrs.projection";

    private const string OutcomeTag = "cleancqrs.outcome";

    private readonly KeyValuePair<string, object?> _projection = new(ProjectionTag, projection);

    private readonly SparseLog _failed = new(timeProvider, count => logger.LogWarning(
        "{Count} more attempts at events failed in projection {Projection} within a minute", count, projection));

    private readonly SparseLog _dead = new(timeProvider, count => logger.LogError(
        "{Count} more events became dead letters of projection {Projection} within a minute: the list of dead letters names them",
        count,
        projection));

    private readonly SparseLog _unreadable = new(timeProvider, count => logger.LogError(
        "Projection {Projection} received {Count} more messages that it can't read within a minute: the list of dead letters names them",
        projection,
        count));

    /// <summary>What the messaging conventions of OpenTelemetry want to know of each measurement.</summary>
    public static TagList MessagingTags(string messagingSystem, string topic, string projection) => new()
    {
        { "messaging.system", messagingSystem },
        { "messaging.operation.name", "process" },
        { "messaging.destination.name", topic },
        { "messaging.consumer.group.name", projection },
    };

    /// <summary>The spans of a transaction that begins.</summary>
    public EventSpans Spans() => new(projection, messagingSystem);

    public void Received(IReadOnlyList<EventEnvelope> events)
    {
        Instruments.ProjectionBatchSize.Record(events.Count, _projection);
        if (Instruments.MessagingConsumed.Enabled)
        {
            foreach (var (topic, count) in events.CountBy(envelope => envelope.Topic))
            {
                Instruments.MessagingConsumed.Add(count, MessagingTags(messagingSystem, topic, projection));
            }
        }
    }

    public void Applied(IReadOnlyList<EventEnvelope> events)
    {
        Count(events.Count, "applied");
        if (Instruments.ProjectionLag.Enabled)
        {
            var now = timeProvider.GetUtcNow();
            foreach (var envelope in events)
            {
                Instruments.ProjectionLag.Record(Math.Max(0, (now - envelope.OccurredAt).TotalSeconds), _projection);
            }
        }
    }

    public void Parked(int events) => Count(events, "parked");

    public void Failed(HeldEvent failed, Exception exception)
    {
        var isDead = failed.Reason == HoldReason.DeadLetter;
        Count(1, isDead ? "dead_lettered" : "failed");
        if (!logger.IsEnabled(isDead ? LogLevel.Error : LogLevel.Warning) || !(isDead ? _dead : _failed).Allows())
        {
            return;
        }

        var envelope = failed.Envelope;
        if (isDead)
        {
            logger.LogError(
                exception,
                "{EventType} {StreamId}/{StreamVersion}{ReceivedFrom} is a dead letter of projection {Projection} after "
                    + "{Attempts} attempts; its stream waits behind it",
                envelope.EventType,
                envelope.StreamId,
                envelope.StreamVersion,
                envelope.ReceivedFrom is { } position ? $" from {position}" : string.Empty,
                projection,
                failed.Attempts);
        }
        else
        {
            logger.LogWarning(
                "{EventType} {StreamId}/{StreamVersion} failed in projection {Projection}, attempt {Attempts}, "
                    + "next at {RetryAt:O}: {Error}",
                envelope.EventType,
                envelope.StreamId,
                envelope.StreamVersion,
                projection,
                failed.Attempts,
                failed.RetryAt,
                failed.Error);
        }
    }

    public void Collided(IEnumerable<Collision> collisions)
    {
        foreach (var (other, holder) in collisions)
        {
            Instruments.ProjectionCollisions.Add(1, _projection);
            logger.LogError(
                "Two events claim version {StreamVersion} of stream {StreamId}: {Holder} came first, and {EventType} {Other} is another "
                    + "one. Projection {Projection} holds the stream until somebody decides; was the write database restored from a "
                    + "backup?",
                other.StreamVersion,
                other.StreamId,
                holder,
                other.EventType,
                other.EventId,
                projection);
        }
    }

    public void Backlog(IEnumerable<(EventEnvelope Parked, long Behind)> backlogs)
    {
        foreach (var (parked, behind) in backlogs)
        {
            logger.LogError(
                "Stream {StreamId} of projection {Projection} has come to version {StreamVersion}, {Behind} events further than what is "
                    + "applied. They are parked and none is lost, but they fill the read database: see what the stream waits for, a dead "
                    + "letter or an event that is missing",
                parked.StreamId,
                projection,
                parked.StreamVersion,
                behind);
        }
    }

    /// <param name="envelope">The event that the attempt is at.</param>
    /// <param name="events">How many events it has in hand.</param>
    public void Abandoned(EventEnvelope envelope, int events) => logger.LogWarning(
        "An attempt of projection {Projection} does not end: it is at {EventType} {StreamId}/{StreamVersion}, with {Count} events in hand. "
            + "It is left alone, and nothing it does reaches the read database any more",
        projection,
        envelope.EventType,
        envelope.StreamId,
        envelope.StreamVersion,
        events);

    public void AbandonedEnded(EventEnvelope envelope) => logger.LogInformation(
        "An abandoned attempt of projection {Projection} at {StreamId}/{StreamVersion} has ended after all; it had no effect",
        projection,
        envelope.StreamId,
        envelope.StreamVersion);

    /// <param name="conflict">What the database said.</param>
    /// <param name="turnsBegin">Whether batches take turns from now on.</param>
    public void Conflicted(Exception conflict, bool turnsBegin)
    {
        Instruments.ProjectionConflicts.Add(1, _projection);
        if (turnsBegin)
        {
            logger.LogInformation(
                "Batches of projection {Projection} take turns for a while, since several change the same rows: {Conflict}",
                projection,
                conflict.Message);
        }
        else
        {
            logger.LogDebug(conflict, "Projection {Projection} repeats what another transaction has overtaken", projection);
        }
    }

    public void Unreadable(IReadOnlyList<UnreadableMessage> kept)
    {
        Instruments.UnreadableMessages.Add(kept.Count, _projection);
        foreach (var message in kept.Where(message => message.ForeignSource is null))
        {
            if (logger.IsEnabled(LogLevel.Error) && _unreadable.Allows())
            {
                logger.LogError(
                    "Projection {Projection} can't read {Position} and keeps it: {Error}", projection, message.Position, message.Error);
            }
        }
    }

    private void Count(int events, string outcome)
    {
        if (events > 0)
        {
            Instruments.ProjectionEvents.Add(events, _projection, new KeyValuePair<string, object?>(OutcomeTag, outcome));
        }
    }
}
