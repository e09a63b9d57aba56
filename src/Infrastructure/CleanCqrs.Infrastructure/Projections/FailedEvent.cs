using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Decides what becomes of an event that could not be applied: it is tried again on the schedule, or is a dead letter.</summary>
internal static class FailedEvent
{
    private const string Interrupted = "The process ended during this attempt, which was on record before it was made.";

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
            Describe(failure));
    }

    /// <summary>Whether an attempt has ended its process.</summary>
    public static bool IsSuspect(HeldEvent held) => held.Error == Interrupted;

    /// <summary>
    /// The record of an attempt before it is made, in case that it ends the process: three such ends make a dead letter, the first of which
    /// was not on record. The next attempt is not before this one would be over.
    /// </summary>
    public static HeldEvent Begin(EventEnvelope envelope, HeldKey? held, ProjectionOptions options, DateTimeOffset now)
    {
        var attempts = (held?.Attempts ?? 0) + ((options.MaxAttempts + 1) / 2);
        var isDead = attempts >= options.MaxAttempts;
        return new HeldEvent(
            envelope,
            isDead ? HoldReason.DeadLetter : HoldReason.Retrying,
            held?.HeldSince ?? now,
            attempts,
            isDead ? null : now + options.AttemptTimeout,
            Interrupted);
    }

    /// <summary>Wrappers of Entity Framework and others only say that something is wrong; our own say what.</summary>
    private static string Describe(Exception failure)
    {
        var reason = failure is UndecodableEventException or AttemptTimedOutException ? failure : failure.GetBaseException();
        return ReferenceEquals(reason, failure)
            ? $"{failure.GetType().Name}: {failure.Message}"
            : $"{failure.GetType().Name}: {failure.Message} {reason.GetType().Name}: {reason.Message}";
    }
}
