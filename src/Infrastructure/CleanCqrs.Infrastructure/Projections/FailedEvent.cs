using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Decides what becomes of an event that could not be applied: it is tried again on the schedule, or is a dead letter.</summary>
internal static class FailedEvent
{
    public static HeldEvent Hold(EventEnvelope envelope, HeldKey? held, Exception failure, ProjectionOptions options, DateTimeOffset now)
    {
        var attempts = (held?.Attempts ?? 0) + 1;
        var isDead = failure is UndecodableEventException || attempts >= options.MaxAttempts;
        return new HeldEvent(
            envelope,
            isDead ? HoldReason.DeadLetter : HoldReason.Retrying,
            held?.HeldSince ?? now,
            attempts,
            isDead ? null : now + options.Retry.DelayAfter(attempts),
            $"{failure.GetType().Name}: {failure.Message}");
    }
}
