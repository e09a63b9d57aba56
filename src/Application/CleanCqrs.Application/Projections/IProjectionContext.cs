using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>Tells a projector about the event that it is handling: inject it beside the read context.</summary>
public interface IProjectionContext
{
    /// <summary>The envelope of the event: stream id, stream version, time.</summary>
    /// <exception cref="InvalidOperationException">No projection is running in this scope.</exception>
    EventEnvelope Current { get; }

    /// <summary>
    /// Whether the event is applied to a generation of the projection that is being built: it has been applied to the current one already,
    /// or will be, and nothing but the rows should come of it.
    /// </summary>
    bool IsReplay { get; }
}
