using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Carries, within one service scope, which event a projection is at.</summary>
internal sealed class ProjectionContext : IProjectionContext
{
    private EventEnvelope? _current;

    public EventEnvelope Current
    {
        get => _current ?? throw new InvalidOperationException(
            "No projection is running in this service scope: only a projector has a current event.");
        set => _current = value;
    }

    public bool IsReplay { get; set; }
}
