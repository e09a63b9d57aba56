using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using static System.FormattableString;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Decides what is wrong with a projection.</summary>
internal static class ProjectionRules
{
    public static string PartOf(string projection) => $"projection:{projection}";

    public static PartHealth Of(ProjectionFacts facts, HealthLimits limits)
    {
        var findings = new Findings(PartOf(facts.Name));
        AddHistory(findings, facts, limits);
        AddHeld(findings, facts, limits);
        AddRebuild(findings, facts, limits);
        findings.Add(
            facts.AbandonedAttempts > 0,
            () => $"{Wording.Of(facts.AbandonedAttempts, "attempt", "attempts")} to apply an event ran out of time, did not end when "
                + "cancelled, and still run: a projector hangs. The log names the event; a restart ends the attempt.");
        AddAudit(findings, facts.Audit);
        AddPulse(findings, facts.Follower.Failures, facts.Follower.Error, facts.Follower.Detail, "compare itself with history");
        AddPulse(findings, facts.Healer.Failures, facts.Healer.Error, facts.Healer.Detail, "heal streams from history");
        return findings.ToHealth();
    }

    private static void AddAudit(Findings findings, AuditReport? audit)
    {
        var streams = audit?.Projections.Sum(found => found.Total) ?? 0;
        var rows = audit?.Projections.Sum(found => found.DifferentRows) ?? 0;
        findings.Add(
            streams > 0,
            () => $"The last audit, of {Invariant($"{audit!.EndedAt:u}")}, found it different from the write model in "
                + $"{Wording.Of(streams, "stream", "streams")}. See its report; the audit is made again by itself.");
        findings.Add(
            rows > 0,
            () => $"The last audit, of {Invariant($"{audit!.EndedAt:u}")}, found {Wording.Of(rows, "row", "rows")} different from the "
                + "aggregates. See its report; the audit is made again by itself.");
    }

    private static void AddHistory(Findings findings, ProjectionFacts facts, HealthLimits limits)
    {
        if (facts.History is not { } history)
        {
            findings.Add(
                facts.IsLocal,
                () => "This process knows no history to compare the projection with: what the transport loses is not noticed. Give it the "
                    + "outbox, or a transport that can be read again.");
            return;
        }

        findings.Add(
            history.Failure is not null,
            () => $"How far it is behind has not been known for {Wording.Of(history.Failure!.For)}: history or the read database does not "
                + $"answer ({history.Failure.Kind}).",
            facts.MustCatchUp && history.Value is null ? PartStatus.Unhealthy : PartStatus.Degraded,
            history.Failure?.Detail);
        findings.Add(
            facts.MustCatchUp && history is { Failure: null, Value: null },
            () => "Queries wait until it has caught up, and it is not known yet whether it has.",
            PartStatus.Unhealthy);
        Unheard.Add(findings, history, "how far it is behind", limits);
        if (history.Fresh(limits.Silence) is not { } sample)
        {
            return;
        }

        findings.Add(
            !sample.IsCaughtUp,
            () => $"It catches up with history: about {Invariant($"{sample.Behind:N0}")} events to go{Progress(sample)}. Queries answer "
                + "from what is there so far.",
            facts.MustCatchUp ? PartStatus.Unhealthy : PartStatus.Degraded);
        var limit = limits.Options.MaxBehind + facts.CatchUpDelay;
        findings.Add(
            sample.IsCaughtUp && sample.BehindFor > limit,
            () => $"It has been behind for {Wording.Of(sample.BehindFor)}, longer than {Wording.Of(limit)}, by about "
                + $"{Invariant($"{sample.Behind:N0}")} events.");
    }

    private static void AddHeld(Findings findings, ProjectionFacts facts, HealthLimits limits)
    {
        findings.Add(
            facts.Held.Failure is not null,
            () => $"What it holds back has not been known for {Wording.Of(facts.Held.Failure!.For)}: the read database does not answer "
                + $"({facts.Held.Failure.Kind}).",
            detail: facts.Held.Failure?.Detail);
        Unheard.Add(findings, facts.Held, "what it holds back", limits);
        if (facts.Held.Fresh(limits.Silence) is not { } sample)
        {
            return;
        }

        var (held, parts) = (sample.Projection.Held, sample.Projection);
        findings.Add(
            held.Holes > 0,
            () => $"It has {Wording.Of(held.Holes, "hole", "holes")}: events that neither it nor history has, for which their streams "
                + "wait. Bring them back, or accept the holes.");
        findings.Add(
            held.Collisions > 0,
            () => $"It holds {Wording.Of(held.Collisions, "stream", "streams")} in which two events claim the same version, as after a "
                + "restored write database. Decide each: accept the collision, or mend the stream.");
        findings.Add(
            held.Ahead > 0,
            () => $"It holds {Wording.Of(held.Ahead, "stream", "streams")} in which it is ahead of the write side, as after a restored "
                + "write database. Decide: replay them from the write side, or raise the write side's versions.");
        findings.Add(
            held.Awaited > 0,
            () => $"{Wording.Of(held.Awaited, "stream has events", "streams have events")} that the transport has not taken yet; it waits "
                + "for them.");
        findings.Add(
            limits.Options.CountDeadLetters && held.DeadLetters > 0,
            () => $"It could not apply {Wording.Of(held.DeadLetters, "event, which waits", "events, which wait")} for a person, with "
                + "everything behind in the same stream. See the dead letters, and redrive them when the cause is mended.");
        findings.Add(
            limits.Options.CountDeadLetters && held.Unreadable > 0,
            () => $"It keeps {Wording.Of(held.Unreadable, "message", "messages")} that it could not read. See who writes them, and "
                + "delete them.");
        findings.Add(
            sample.Projection.OldestHeld > limits.Options.MaxBehind && held.Parked + held.Retrying > 0,
            () => $"It has held an event back for {Wording.Of(sample.Projection.OldestHeld!.Value)}, longer than "
                + $"{Wording.Of(limits.Options.MaxBehind)} ({Invariant($"{held.Parked:N0}")} parked, {Invariant($"{held.Retrying:N0}")} "
                + "tried again).");
        findings.Add(
            sample.NobodysFor > limits.Handover,
            () => $"{parts.PartsOfNobody} of {parts.Parts} parts of history have been followed by no process for "
                + $"{Wording.Of(sample.NobodysFor!.Value)}: nothing would heal what it lacks. Start a host that runs it.");
    }

    private static void AddRebuild(Findings findings, ProjectionFacts facts, HealthLimits limits)
    {
        if (facts.Rebuild is not { } rebuild)
        {
            return;
        }

        AddPulse(findings, facts.Builder.Failures, facts.Builder.Error, facts.Builder.Detail, "look after its rebuild");
        findings.Add(
            rebuild.Failure is not null,
            () => $"How its rebuild does has not been known for {Wording.Of(rebuild.Failure!.For)}: the read database does not answer "
                + $"({rebuild.Failure.Kind}).",
            detail: rebuild.Failure?.Detail);
        if (rebuild.Fresh(limits.Silence) is not { Generation: { } generation, Progress: { } progress } sample)
        {
            return;
        }

        findings.Add(
            generation.Note is not null, () => $"{generation.Name} is ready, and could not be switched to: {generation.Note}");
        findings.Add(
            progress.Held.DeadLetters > 0,
            () => $"{generation.Name}, which is being built, could not apply {Wording.Of(progress.Held.DeadLetters, "event", "events")}. "
                + "Mend the projector, cancel the rebuild and start a new one; the current tables are as they were.");
        findings.Add(
            progress.Held.Holes > 0,
            () => $"{generation.Name}, which is being built, lacks events that history does not have: "
                + $"{Wording.Of(progress.Held.Holes, "hole", "holes")}.");
        findings.Add(
            sample.NobodysFor > limits.Handover,
            () => $"{generation.Name} is to be built, and no process has done so for {Wording.Of(sample.NobodysFor!.Value)}: none runs the "
                + "code that it was started with. Start a host that does, or cancel the rebuild.");
    }

    private static void AddPulse(Findings findings, int failures, string? error, string? detail, string what) => findings.Add(
        failures > 0,
        () => $"It could not {what} in the last {Wording.Of(failures, "round", "rounds")} ({error}); it goes on trying.",
        detail: detail);

    private static string Progress(HistorySample sample) => sample is { EventsPerSecond: { } rate, Remaining: { } remaining }
        ? Invariant($", {rate:N0} a second, {Wording.Of(remaining)} left")
        : string.Empty;
}
