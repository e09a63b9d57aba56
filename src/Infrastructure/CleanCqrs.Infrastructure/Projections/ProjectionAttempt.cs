using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>One attempt at some events, and how far it has come: a database that fails in passing has it begin anew.</summary>
internal sealed class ProjectionAttempt(IReadOnlyList<EventEnvelope> events)
{
    public IReadOnlyList<EventEnvelope> Events { get; } = events;

    /// <summary>What was decided; <see langword="null"/> while the database has not said how far the projection has come.</summary>
    public BatchPlan? Plan { get; set; }

    /// <summary>Whether the attempt was put on record before it was made.</summary>
    public bool IsOnRecord { get; set; }

    /// <summary>What was held of the event before that.</summary>
    public HeldKey? Before { get; set; }

    /// <summary>The event that projectors are at; <see langword="null"/> while they look ahead, and while rows are written.</summary>
    public EventEnvelope? Current { get; set; }

    /// <summary>The spans of its events, since the transaction began.</summary>
    public EventSpans? Spans { get; private set; }

    /// <summary>The W3C trace context of the event that was tried last; <see langword="null"/> when nobody is tracing.</summary>
    public string? TraceParent { get; set; }

    /// <summary>A transaction begins, maybe once more.</summary>
    public void Begin(EventSpans spans)
    {
        Spans?.RollBack(failed: null, error: null);
        Spans = spans;
    }
}
