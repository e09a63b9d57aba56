using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>Tells a projector about the event that it is handling: inject it beside the read context.</summary>
public interface IProjectionContext
{
    /// <summary>The envelope of the event: stream id, stream version, time.</summary>
    /// <exception cref="InvalidOperationException">No projection is running in this scope.</exception>
    EventEnvelope Current { get; }
}
