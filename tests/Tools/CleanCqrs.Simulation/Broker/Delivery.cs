using CleanCqrs.Application.Transport;
using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Broker;

/// <summary>An event that a group has still to handle.</summary>
internal sealed class Delivery(EventEnvelope envelope, TimeSpan notBefore)
{
    public EventEnvelope Envelope => envelope;

    public TimeSpan NotBefore { get; set; } = notBefore;

    /// <summary>Who has it in hand; dead ones don't count.</summary>
    public Process? InHandOf { get; set; }

    public bool IsOpenAt(TimeSpan now) => NotBefore <= now && InHandOf is null or { IsDead: true };
}
