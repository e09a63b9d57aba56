using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>A batch was planned and could not be applied: one of its events may be the reason, so they are tried one by one.</summary>
internal sealed class BatchFailedException(IReadOnlyList<EventEnvelope> applied, Exception reason) : Exception(reason.Message, reason)
{
    /// <summary>The events that were to be applied, also parked ones that followed.</summary>
    public IReadOnlyList<EventEnvelope> Applied { get; } = applied;
}
