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
    : IDisposable
{
    /// <summary>The messaging system of a process that has no transport, as of one whose transport stays in it.</summary>
    public const string InProcess = "in_process";

    public const string ProjectionTag = "cleancqrs.projection";

    private const string OutcomeTag = "cleancqrs.outcome";

    private readonly KeyValuePair<string, object?> _projection = new(ProjectionTag, projection);

    private readonly SparseLog _failed = new(timeProvider, count => logger.MoreAttemptsFailed(count, projection));

    private readonly SparseLog _batches = new(timeProvider, count => logger.MoreBatchesFailed(count, projection));
    private readonly SparseLog _dead = new(timeProvider, count => logger.MoreDeadLetters(count, projection));

    private readonly SparseLog _unreadable = new(timeProvider, count => logger.MoreUnreadable(projection, count));

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

    /// <summary>The events of a batch are tried apart.</summary>
    public void BatchFailed(Exception exception, int events)
    {
        if (_batches.Allows())
        {
            logger.BatchFailed(exception, projection, events);
        }
    }

    /// <summary>Tells what is left to tell.</summary>
    public void Dispose()
    {
        foreach (var log in new[] { _failed, _batches, _dead, _unreadable })
        {
            log.Dispose();
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
            logger.DeadLettered(
                exception,
                envelope.EventType,
                envelope.StreamId,
                envelope.StreamVersion,
                envelope.ReceivedFrom is { } position ? $" from {position}" : string.Empty,
                projection,
                failed.Attempts);
        }
        else
        {
            logger.AttemptFailed(
                envelope.EventType, envelope.StreamId, envelope.StreamVersion, projection, failed.Attempts, failed.RetryAt, failed.Error);
        }
    }

    public void Collided(IEnumerable<Collision> collisions)
    {
        foreach (var (other, holder) in collisions)
        {
            Instruments.ProjectionCollisions.Add(1, _projection);
            logger.Collided(other.StreamVersion, other.StreamId, holder, other.EventType, other.EventId, projection);
        }
    }

    public void Backlog(IEnumerable<(EventEnvelope Parked, long Behind)> backlogs)
    {
        foreach (var (parked, behind) in backlogs)
        {
            logger.BacklogGrows(parked.StreamId, projection, parked.StreamVersion, behind);
        }
    }

    /// <param name="envelope">The event that the attempt is at.</param>
    /// <param name="events">How many events it has in hand.</param>
    public void Abandoned(EventEnvelope envelope, int events) => logger.AttemptAbandoned(
        projection, envelope.EventType, envelope.StreamId, envelope.StreamVersion, events);

    public void AbandonedEnded(EventEnvelope envelope) => logger.AbandonedAttemptEnded(
        projection, envelope.StreamId, envelope.StreamVersion);

    /// <param name="conflict">What the database said.</param>
    /// <param name="turnsBegin">Whether batches take turns from now on.</param>
    public void Conflicted(Exception conflict, bool turnsBegin)
    {
        Instruments.ProjectionConflicts.Add(1, _projection);
        if (turnsBegin)
        {
            logger.TurnsBegin(projection, conflict.Message);
        }
        else
        {
            logger.ConflictRepeated(conflict, projection);
        }
    }

    public void Unreadable(IReadOnlyList<UnreadableMessage> kept)
    {
        Instruments.UnreadableMessages.Add(kept.Count, _projection);
        foreach (var message in kept.Where(message => message.ForeignSource is null))
        {
            if (logger.IsEnabled(LogLevel.Error) && _unreadable.Allows())
            {
                logger.Unreadable(projection, message.Position, message.Error);
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
