using System.Globalization;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Health;

namespace CleanCqrs.Infrastructure.Operations;

/// <summary>Decides what a stream waits for on its way, and says what to do.</summary>
internal static class ExplanationRules
{
    public static IEnumerable<Finding> OfOutbox(StreamTrace written)
    {
        yield return written switch
        {
            { LastVersion: null, EndedAt: null } => Done(
                Finding.OutboxPart,
                "The outbox holds nothing of this stream: retention has deleted it, or its events come from another system."),
            { LastVersion: null } => Done(
                Finding.OutboxPart,
                $"The outbox holds nothing of this stream any more. Its aggregate was deleted at version {written.EndedAt}."),
            { Next: null } => Done(Finding.OutboxPart, $"Everything is published, up to version {written.LastVersion}."),
            { Next: { State: OutboxEventState.DeadLetter } refused } => NeedsPerson(
                Finding.OutboxPart,
                $"{NameOf(refused)} is a dead letter: the transport has refused it{Said(refused.Error)}. "
                    + Behind(written.Unpublished - 1, "waits", "wait"),
                "Mend the cause and redrive it, or discard it with a reason."),
            { Outage: { } outage } => Waits(
                Finding.OutboxPart,
                $"{NameOf(written.Next)} waits: the transport has taken nothing in {Wording.Of(outage.Attempts, "attempt", "attempts")}, "
                    + $"and is tried again {In(outage.RetryAfter)}{Said(outage.Error)}.",
                "See to the broker and to the way there."),
            { Pause: { } pause } => Waits(
                Finding.OutboxPart,
                $"{NameOf(written.Next)} has failed {Wording.Of(written.Next.Attempts, "time", "times")}, and is tried again "
                    + $"{In(pause.RetryAfter)}{Said(pause.Error)}.",
                "See to what the transport says; it is tried again by itself."),
            { Relay: null } => NeedsPerson(
                Finding.OutboxPart,
                $"{NameOf(written.Next)} waits, and no relay holds bucket range {Bucket.RangeOf(written.StreamId)}.",
                "Start a host with a relay, or see what keeps those that run from taking the range."),
            _ => Waits(
                Finding.OutboxPart,
                $"{NameOf(written.Next)} waits for the next round of the relay {written.Relay}. "
                    + Behind(written.Unpublished - 1, "waits", "wait"),
                toDo: null),
        };
    }

    public static IEnumerable<Finding> OfProjection(ProjectionTrace trace, StreamTrace written, ProjectionProgress? progress)
    {
        foreach (var hole in trace.Holes.Where(hole => hole.State != HoleState.Awaited))
        {
            yield return hole.State == HoleState.Open
                ? NeedsPerson(
                    trace.Projection,
                    $"{Versions(hole)} missing: neither the projection nor history has them. What comes behind them waits.",
                    "Put the events back, or accept the hole with a reason.")
                : Done(
                    trace.Projection,
                    $"{Versions(hole)} missing, which {hole.AcceptedBy} accepted at {TimeOf(hole.AcceptedAt)}: {hole.Reason}");
        }

        yield return OfHeld(trace) ?? OfArrival(trace, written, progress);
    }

    private static Finding? OfHeld(ProjectionTrace trace)
    {
        var parked = trace.Held.Count(held => held.Reason == HoldReason.Parked);
        var first = trace.Held.Where(held => held.Reason != HoldReason.Parked).MinBy(held => held.Envelope.StreamVersion);
        return first?.Reason switch
        {
            HoldReason.DeadLetter => NeedsPerson(
                trace.Projection,
                $"{NameOf(first)} is a dead letter: applying it has failed {Wording.Of(first.Attempts, "time", "times")}"
                    + $"{Said(first.Error)}. {Behind(parked, "is parked", "are parked")}",
                "Mend the projector and redrive it, or discard it with a reason."),
            HoldReason.Collision => NeedsPerson(
                trace.Projection,
                $"{NameOf(first)} claims a version that another event has. Nothing of the stream is applied until somebody decides.",
                "See which of the two is right: docs/backup-and-restore.md."),
            HoldReason.Ahead => NeedsPerson(
                trace.Projection,
                $"Version {first.Envelope.StreamVersion} is applied, and the write side does not know it any more: its database was put "
                    + "back. Nothing of the stream is applied until somebody decides.",
                "Raise the versions of the write side, or replay the stream: docs/backup-and-restore.md."),
            HoldReason.Retrying => Waits(
                trace.Projection,
                $"{NameOf(first)} has failed {Wording.Of(first.Attempts, "time", "times")}, and is tried again {In(trace.RetryAfter)}"
                    + $"{Said(first.Error)}. {Behind(parked, "is parked", "are parked")}",
                "See what the projector says; it is tried again by itself."),
            _ when parked > 0 => Waits(
                trace.Projection,
                $"Version {VersionOf(trace)} is applied. {Wording.Of(parked, "event is", "events are")} parked, from version "
                    + $"{trace.Held[0].Envelope.StreamVersion} on, until version {VersionOf(trace) + 1} comes; history is asked for it.",
                toDo: null),
            _ => null,
        };
    }

    private static Finding OfArrival(ProjectionTrace trace, StreamTrace written, ProjectionProgress? progress)
    {
        var applied = VersionOf(trace);
        var published = written.Next?.Envelope.StreamVersion - 1 ?? written.LastVersion ?? applied;
        return applied >= published
            ? Done(
                trace.Projection,
                trace.Position is { } position
                    ? $"Version {applied} is applied, at {TimeOf(position.LastAppliedAt)}."
                    : "It has seen nothing of the stream, and nothing of it is published.")
            : Waits(
                trace.Projection,
                $"Version {applied} is applied, and version {published} is published: the rest is on its way."
                    + (progress is { Behind: > 0 }
                        ? $" The projection has about {Wording.Of(progress.Behind, "event", "events")} of history to look at."
                        : string.Empty),
                toDo: "If it stays so, see the health of the projection.");
    }

    private static Finding Done(string part, string what) => new(FindingKind.Done, part, what, ToDo: null);

    private static Finding Waits(string part, string what, string? toDo) => new(FindingKind.Waits, part, what.TrimEnd(), toDo);

    private static Finding NeedsPerson(string part, string what, string toDo) => new(FindingKind.NeedsPerson, part, what.TrimEnd(), toDo);

    private static long VersionOf(ProjectionTrace trace) => trace.Position?.Version ?? 0;

    private static string NameOf(OutboxEventTrace written) => $"Version {written.Envelope.StreamVersion} ({written.Envelope.EventType})";

    private static string NameOf(HeldEvent held) => $"Version {held.Envelope.StreamVersion} ({held.Envelope.EventType})";

    private static string Versions(ProjectionHole hole) => hole.FromVersion == hole.ToVersion
        ? $"Version {hole.FromVersion} is"
        : $"Versions {hole.FromVersion} to {hole.ToVersion} are";

    private static string Said(string? error) => error is null ? string.Empty : $" ({error.Split('\n')[0].Trim()})";

    private static string Behind(long count, string waits, string wait) =>
        count > 0 ? $"{Wording.Of(count, $"event behind it {waits}", $"events behind it {wait}")}." : string.Empty;

    private static string In(TimeSpan? time) => time is { } later && later > TimeSpan.Zero ? $"in {Wording.Of(later)}" : "now";

    private static string TimeOf(DateTimeOffset? time) => time?.ToString("u", CultureInfo.InvariantCulture) ?? "an unknown time";
}
