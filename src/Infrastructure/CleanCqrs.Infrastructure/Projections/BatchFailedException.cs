using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>A batch was planned and could not be applied: one of its events may be the reason, so they are tried apart.</summary>
internal sealed class BatchFailedException(IReadOnlyList<EventEnvelope> applied, EventEnvelope? suspect, Exception reason)
    : Exception(reason.Message, reason)
{
    /// <summary>The events that were to be applied, also parked ones that followed.</summary>
    public IReadOnlyList<EventEnvelope> Applied { get; } = applied;

    /// <summary>The event that projectors were at; <see langword="null"/> where they looked ahead, or where rows were written.</summary>
    public EventEnvelope? Suspect { get; } = suspect;
}
