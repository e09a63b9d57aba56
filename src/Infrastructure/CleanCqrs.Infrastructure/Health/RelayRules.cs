using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Decides what is wrong between the outbox and the transport.</summary>
internal static class RelayRules
{
    public const string Relay = "relay";
    public const string Transport = "transport";

    public static PartHealth OfTransport(WriteSideFacts facts, HealthLimits limits)
    {
        var findings = new Findings(Transport);
        if (facts.Sample.Fresh(limits.Silence) is not { } sample)
        {
            findings.Add(true, () => "Whether the transport takes events is on record in the write database, of which nothing is heard.");
            return findings.ToHealth();
        }

        var outage = sample.Outbox.Outage;
        findings.Add(
            outage is not null,
            () => $"The transport has taken nothing in {Wording.Of(outage!.Attempts, "attempt", "attempts")} in a row; the next one comes "
                + $"in {Wording.Of(Positive(outage.RetryAfter))}. Commands are accepted, and their events wait in the outbox. See to the "
                + "broker and to the way there.",
            detail: outage?.Error);
        return findings.ToHealth();
    }

    public static PartHealth OfRelay(WriteSideFacts facts, HealthLimits limits)
    {
        var findings = new Findings(Relay);
        AddRounds(findings, facts, limits);
        if (facts.Sample.Fresh(limits.Silence) is not { } sample)
        {
            findings.Add(true, () => "What waits for its publication is in the write database, of which nothing is heard.");
            return findings.ToHealth();
        }

        var (outbox, ranges) = (sample.Outbox, sample.Outbox.RangesOfNobody);
        findings.Add(
            sample.NobodysFor > limits.Handover,
            () => $"{ranges.Count} of {Bucket.RangeCount} bucket ranges ({string.Join(", ", ranges)}) have been held by no relay for "
                + $"{Wording.Of(sample.NobodysFor!.Value)}, and their events are not published. Start a host with a relay, or see what "
                + "keeps those that run from taking them.");
        findings.Add(
            sample.OldestPendingAge > limits.Options.MaxPendingAge,
            () => $"The oldest of {Wording.Of(outbox.Pending, "pending event", "pending events")} has waited for its publication for "
                + $"{Wording.Of(sample.OldestPendingAge)}, longer than {Wording.Of(limits.Options.MaxPendingAge)}.");
        findings.Add(
            limits.Options.CountDeadLetters && outbox.DeadLetters > 0,
            () => $"The transport has refused {Wording.Of(outbox.DeadLetters, "event", "events")} for good, and "
                + $"{Wording.Of(Math.Max(outbox.BlockedStreams, outbox.DeadLetters), "stream waits", "streams wait")} behind. See the dead "
                + "letters, and redrive them when the cause is mended.");
        findings.Add(
            outbox.BlockedStreams > outbox.DeadLetters && outbox.DeadLetters < OutboxStatus.CountLimit,
            () => $"{Wording.Of(outbox.BlockedStreams - outbox.DeadLetters, "stream backs", "streams back")} off after a failure, and "
                + "is tried again on its schedule.");
        return findings.ToHealth();
    }

    private static void AddRounds(Findings findings, WriteSideFacts facts, HealthLimits limits)
    {
        var relay = facts.Relay;
        findings.Add(
            relay?.Failures > 0,
            () => $"The last {Wording.Of(relay!.Failures, "round", "rounds")} of the relay of this process failed, for "
                + $"{Wording.Of(relay.FailingFor ?? TimeSpan.Zero)} ({relay.Error}). It goes on trying; the log says more.",
            detail: relay?.Detail);
        findings.Add(
            relay?.InRoundFor > limits.Options.MaxPendingAge,
            () => $"The relay of this process has not come back from a round for {Wording.Of(relay!.InRoundFor!.Value)}: the transport or "
                + "the write database hangs.");
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
