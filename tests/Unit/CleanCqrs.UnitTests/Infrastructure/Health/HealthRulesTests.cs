using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Health;

namespace CleanCqrs.UnitTests.Infrastructure.Health;

public sealed class HealthRulesTests
{
    private static readonly TimeSpan _now = TimeSpan.Zero;
    private static readonly SampleFailure _away = new("SqliteException", "unable to open /secret", TimeSpan.FromSeconds(12));

    [Theory]
    [InlineData("all is well", null)]
    [InlineData("not heard yet", "Nothing has been heard of the write database yet; this host has just started.")]
    [InlineData("silent", "Nothing has been heard of the write database for 10 s: this process is overloaded, or was stopped.")]
    [InlineData(
        "away",
        "The write database has not answered for 12 s (SqliteException). No command succeeds and nothing is published until it does. It is "
        + "asked again every 2 s; see to the database and to the way there.")]
    [InlineData(
        "read-only",
        "The write database can be read, but has not taken a write for 12 s (SqliteException): it is read-only, its disk is full, or "
        + "somebody keeps it locked. Commands fail until that is mended.")]
    public void The_write_database(string state, string? reason)
    {
        var facts = state switch
        {
            "not heard yet" => Write() with { Sample = new Reading<WriteSideSample>(null) },
            "silent" => Write() with { Sample = Write().Sample with { Age = TimeSpan.FromSeconds(10) } },
            "away" => Write() with { Sample = Write().Sample with { Failure = _away }, Write = Answered() with { Failure = _away } },
            "read-only" => Write() with { Write = Answered() with { Failure = _away } },
            _ => Write(),
        };

        ShouldSay(DatabaseRules.OfWriting(facts, Read(), Limits()), "write-database", reason);
    }

    [Theory]
    [InlineData(HostServes.CommandsAndQueries, true, false, PartStatus.Degraded, PartStatus.Healthy)]
    [InlineData(HostServes.CommandsAndQueries, false, true, PartStatus.Healthy, PartStatus.Degraded)]
    [InlineData(HostServes.CommandsAndQueries, true, true, PartStatus.Unhealthy, PartStatus.Unhealthy)]
    [InlineData(HostServes.Commands, true, false, PartStatus.Unhealthy, PartStatus.Healthy)]
    [InlineData(HostServes.Commands, false, true, PartStatus.Healthy, PartStatus.Degraded)]
    [InlineData(HostServes.Queries, true, false, PartStatus.Degraded, PartStatus.Healthy)]
    [InlineData(HostServes.Queries, false, true, PartStatus.Healthy, PartStatus.Unhealthy)]
    [InlineData(HostServes.Neither, true, true, PartStatus.Degraded, PartStatus.Degraded)]
    public void A_host_is_not_ready_when_nothing_is_left_that_it_serves(
        HostServes serves, bool writeIsAway, bool readIsAway, PartStatus ofWriting, PartStatus ofReading)
    {
        var write = writeIsAway ? Write() with { Sample = Write().Sample with { Failure = _away } } : Write();
        var read = readIsAway ? Read() with { Read = Answered() with { Failure = _away } } : Read();

        DatabaseRules.OfWriting(write, read, Limits(serves)).Status.ShouldBe(ofWriting);
        DatabaseRules.OfReading(read, write, Limits(serves)).Status.ShouldBe(ofReading);
    }

    [Theory]
    [InlineData("all is well", null)]
    [InlineData("pending for less than the limit", null)]
    [InlineData("an instance is replaced", null)]
    [InlineData("unheard of", "What waits for its publication is in the write database, of which nothing is heard.")]
    [InlineData("pending", "The oldest of 10,000 or more pending events has waited for its publication for 31 s, longer than 30 s.")]
    [InlineData(
        "nobody's",
        "2 of 8 bucket ranges (3, 5) have been held by no relay for 6 s, and their events are not published. Start a host with a relay, or "
        + "see what keeps those that run from taking them.")]
    [InlineData(
        "dead letters",
        "The transport has refused 1 event for good, and 1 stream waits behind. See the dead letters, and redrive them when the cause is "
        + "mended.")]
    [InlineData("dead letters that do not count", null)]
    [InlineData("backs off", "1 stream backs off after a failure, and is tried again on its schedule.")]
    [InlineData(
        "fails",
        "The last 3 rounds of the relay of this process failed, for 9 s (TimeoutException). It goes on trying; the log says more.")]
    [InlineData(
        "hangs",
        "The relay of this process has not come back from a round for 31 s: the transport or the write database hangs.")]
    public void The_relay(string state, string? reason)
    {
        var facts = state switch
        {
            "pending for less than the limit" => Write(outbox => outbox with { Pending = 5 }, TimeSpan.FromSeconds(29)),
            "pending" => Write(outbox => outbox with { Pending = OutboxStatus.CountLimit }, TimeSpan.FromSeconds(31)),
            "an instance is replaced" => Write(outbox => outbox with { RangesOfNobody = [3, 5] }, nobodysFor: TimeSpan.FromSeconds(4)),
            "nobody's" => Write(outbox => outbox with { RangesOfNobody = [3, 5] }, nobodysFor: TimeSpan.FromSeconds(6)),
            "unheard of" => Write() with { Sample = new Reading<WriteSideSample>(null) },
            "dead letters" or "dead letters that do not count" => Write(outbox => outbox with { DeadLetters = 1, BlockedStreams = 1 }),
            "backs off" => Write(outbox => outbox with { BlockedStreams = 1 }),
            "fails" => Write() with { Relay = new PulseState(3, TimeSpan.FromSeconds(9), null, "TimeoutException", "x") },
            "hangs" => Write() with { Relay = PulseState.Quiet with { InRoundFor = TimeSpan.FromSeconds(31) } },
            _ => Write(),
        };

        ShouldSay(RelayRules.OfRelay(facts, Limits(countDeadLetters: state != "dead letters that do not count")), "relay", reason);
    }

    [Fact]
    public void The_transport() => ShouldSay(
        RelayRules.OfTransport(
            Write(outbox => outbox with { Outage = new TransportOutage(4, TimeSpan.FromSeconds(8), "broker at secret-address") }),
            Limits()),
        "transport",
        "The transport has taken nothing in 4 attempts in a row; the next one comes in 8 s. Commands are accepted, and their events wait "
        + "in the outbox. See to the broker and to the way there.");

    [Theory]
    [InlineData("all is well", null)]
    [InlineData("behind within the limit", null)]
    [InlineData("retrying within the limit", null)]
    [InlineData("an instance is replaced", null)]
    [InlineData("behind", "It has been behind for 36 s, longer than 35 s, by about 1,200 events.")]
    [InlineData(
        "catches up",
        "It catches up with history: about 9,000 events to go, 3,000 a second, 3 s left. Queries answer from what is there so far.")]
    [InlineData(
        "holes",
        "It has 2 holes: events that neither it nor history has, for which their streams wait. Bring them back, or accept the holes.")]
    [InlineData(
        "collisions",
        "It holds 1 stream in which two events claim the same version, as after a restored write database. Decide each: accept the "
        + "collision, or mend the stream.")]
    [InlineData(
        "ahead",
        "It holds 3 streams in which it is ahead of the write side, as after a restored write database. Decide: replay them from the write "
        + "side, or raise the write side's versions.")]
    [InlineData(
        "audited",
        "The last audit, of 2026-03-01 12:00:00Z, found it different from the write model in 2 streams. See its report; the audit is made "
        + "again by itself.")]
    [InlineData(
        "rows audited",
        "The last audit, of 2026-03-01 12:00:00Z, found 2 rows different from the aggregates. See its report; the audit is made again by "
        + "itself.")]
    [InlineData("audited and equal", null)]
    [InlineData("awaited", "1 stream has events that the transport has not taken yet; it waits for them.")]
    [InlineData(
        "dead letters",
        "It could not apply 1 event, which waits for a person, with everything behind in the same stream. See the dead letters, and "
        + "redrive them when the cause is mended.")]
    [InlineData("unreadable", "It keeps 3 messages that it could not read. See who writes them, and delete them.")]
    [InlineData("retrying", "It has held an event back for 31 s, longer than 30 s (1 parked, 2 tried again).")]
    [InlineData(
        "nobody's",
        "8 of 8 parts of history have been followed by no process for 6 s: nothing would heal what it lacks. Start a host that runs it.")]
    [InlineData(
        "abandoned",
        "2 attempts to apply an event ran out of time, did not end when cancelled, and still run: a projector hangs. The log names the "
        + "event; a restart ends the attempt.")]
    [InlineData("cannot compare", "It could not compare itself with history in the last 4 rounds (TimeoutException); it goes on trying.")]
    [InlineData(
        "no history",
        "This process knows no history to compare the projection with: what the transport loses is not noticed. Give it the outbox, or a "
        + "transport that can be read again.")]
    [InlineData("is rebuilt", null)]
    [InlineData("is rebuilt and cannot be switched", "orders#2 is ready, and could not be switched to: It is behind.")]
    [InlineData(
        "is rebuilt and fails",
        "orders#2, which is being built, could not apply 2 events. Mend the projector, cancel the rebuild and start a new one; the current "
        + "tables are as they were.")]
    [InlineData("is rebuilt and has a hole", "orders#2, which is being built, lacks events that history does not have: 1 hole.")]
    [InlineData(
        "is rebuilt by nobody",
        "orders#2 is to be built, and no process has done so for 6 s: none runs the code that it was started with. Start a host that does, "
        + "or cancel the rebuild.")]
    [InlineData("cannot be rebuilt", "It could not look after its rebuild in the last 4 rounds (TimeoutException); it goes on trying.")]
    [InlineData(
        "is rebuilt, who knows", "How its rebuild does has not been known for 12 s: the read database does not answer (SqliteException).")]
    public void A_projection(string state, string? reason)
    {
        var facts = state switch
        {
            "behind within the limit" => Projected(new HistorySample(1_200, TimeSpan.FromSeconds(34), true)),
            "behind" => Projected(new HistorySample(1_200, TimeSpan.FromSeconds(36), true)),
            "catches up" => Projected(new HistorySample(9_000, TimeSpan.FromSeconds(99), false, 3_000, TimeSpan.FromSeconds(3))),
            "holes" => Holding(held => held with { Holes = 2 }),
            "collisions" => Holding(held => held with { Collisions = 1 }),
            "ahead" => Holding(held => held with { Ahead = 3 }),
            "audited" => Projected() with { Audit = Audited(2) },
            "rows audited" => Projected() with { Audit = Audited(streams: 0, rows: 2) },
            "audited and equal" => Projected() with { Audit = Audited(0) },
            "awaited" => Holding(held => held with { Awaited = 1 }),
            "dead letters" => Holding(held => held with { DeadLetters = 1 }),
            "unreadable" => Holding(held => held with { Unreadable = 3 }),
            "retrying" => Holding(held => held with { Parked = 1, Retrying = 2 }, TimeSpan.FromSeconds(31)),
            "retrying within the limit" => Holding(held => held with { Retrying = 2 }, TimeSpan.FromSeconds(29)),
            "an instance is replaced" => Holding(held => held, nobodysFor: TimeSpan.FromSeconds(4)),
            "nobody's" => Holding(held => held, nobodysFor: TimeSpan.FromSeconds(6)),
            "abandoned" => Projected() with { AbandonedAttempts = 2 },
            "cannot compare" => Projected() with { Follower = new PulseState(4, TimeSpan.FromSeconds(9), null, "TimeoutException", "x") },
            "no history" => Projected() with { History = null },
            "is rebuilt" => Rebuilt(),
            "is rebuilt and cannot be switched" => Rebuilt(note: "It is behind."),
            "is rebuilt and fails" => Rebuilt(held => held with { DeadLetters = 2 }),
            "is rebuilt and has a hole" => Rebuilt(held => held with { Holes = 1 }),
            "is rebuilt by nobody" => Rebuilt(nobodysFor: TimeSpan.FromSeconds(6)),
            "cannot be rebuilt" => Rebuilt() with { Builder = new PulseState(4, TimeSpan.FromSeconds(9), null, "TimeoutException", "x") },
            "is rebuilt, who knows" => Projected() with { Rebuild = new Reading<RebuildSample>(null, null, _away) },
            _ => Projected(),
        };

        ShouldSay(ProjectionRules.Of(facts, Limits()), "projection:orders", reason);
    }

    [Theory]
    [InlineData("caught up", PartStatus.Healthy)]
    [InlineData("catches up", PartStatus.Unhealthy)]
    [InlineData("not heard yet", PartStatus.Unhealthy)]
    [InlineData("unknown from the start", PartStatus.Unhealthy)]
    [InlineData("unknown since a moment", PartStatus.Degraded)]
    public void A_projection_for_which_queries_wait(string state, PartStatus status)
    {
        var caughtUp = Projected().History!;
        var history = state switch
        {
            "catches up" => Projected(new HistorySample(9, TimeSpan.Zero, false)).History,
            "not heard yet" => new Reading<HistorySample>(null),
            "unknown from the start" => new Reading<HistorySample>(null, null, _away),
            "unknown since a moment" => caughtUp with { Failure = _away },
            _ => caughtUp,
        };

        ProjectionRules.Of(Projected() with { History = history, MustCatchUp = true }, Limits()).Status.ShouldBe(status);
    }

    [Fact]
    public void What_fails_is_told_within_ten_seconds()
    {
        var options = new HealthOptions();

        // A sample may have begun just before the fault, and then the next one has to come, and to run out of time.
        (options.SampleTimeout + options.SampleInterval + options.SampleTimeout).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_clock() => ShouldSay(
        ClockRules.Of([new ClockSkew("OrderingDbContext", TimeSpan.FromHours(-3))]),
        "clock",
        "The clock of this process is 3 h behind that of the database of OrderingDbContext: events get wrong times. Set it, and keep it "
        + "right with NTP.");

    [Fact]
    public void What_a_database_or_a_broker_says_is_for_the_log_alone()
    {
        var part = DatabaseRules.OfWriting(Write() with { Sample = Write().Sample with { Failure = _away } }, Read(), Limits());

        part.Detail.ShouldBe("unable to open /secret");
        part.Reason!.ShouldNotContain("secret");
    }

    private static void ShouldSay(PartHealth part, string name, string? reason)
    {
        part.Reason.ShouldBe(reason);
        part.Part.ShouldBe(name);
        part.Status.ShouldBe(reason is null ? PartStatus.Healthy : PartStatus.Degraded);
    }

    private static HealthLimits Limits(HostServes serves = HostServes.CommandsAndQueries, bool countDeadLetters = true) =>
        new(new HealthOptions { Serves = serves, CountDeadLetters = countDeadLetters });

    private static Reading<object> Answered() => new(new object(), _now);

    private static ReadSideFacts Read() => new(Answered(), Answered());

    private static WriteSideFacts Write(
        Func<OutboxSample, OutboxSample>? change = null, TimeSpan oldest = default, TimeSpan? nobodysFor = null)
    {
        var outbox = new OutboxSample(0, 0, 0, 100, null, null, null, []);
        var sample = new WriteSideSample(change?.Invoke(outbox) ?? outbox, oldest, nobodysFor);
        return new WriteSideFacts(new Reading<WriteSideSample>(sample, _now), Answered(), PulseState.Quiet);
    }

    private static AuditReport Audited(long streams, long rows = 0)
    {
        var time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var counts = new Dictionary<StreamDifferenceKind, long> { [StreamDifferenceKind.Missing] = streams };
        var different = new Dictionary<RowDifferenceKind, long> { [RowDifferenceKind.Extra] = rows };
        return new AuditReport(
            time, time, 9, [new ProjectionAudit("orders", counts, []) { Rows = [new RowAudit("Row", 0, rows, [], different, 0, [])] }]);
    }

    private static ProjectionFacts Projected(HistorySample? history = null) => Holding(held => held) with
    {
        History = new Reading<HistorySample>(history ?? new HistorySample(0, TimeSpan.Zero, true), _now),
    };

    private static ProjectionFacts Rebuilt(
        Func<ProjectionStatus, ProjectionStatus>? change = null, string? note = null, TimeSpan? nobodysFor = null)
    {
        var generation = new Generation("orders", 2, RebuildState.Ready)
        {
            Rebuild = Guid.Empty,
            Code = "code",
            StartedBy = "Ada",
            Note = note,
        };
        var held = new ProjectionStatus(generation.Name, 0, 0, 0, 0, 0);
        var progress = new ProjectionSample(change?.Invoke(held) ?? held, OldestHeld: null, 8, 0);
        return Projected() with
        {
            Rebuild = new Reading<RebuildSample>(new RebuildSample(generation, progress, nobodysFor), _now),
        };
    }

    private static ProjectionFacts Holding(
        Func<ProjectionStatus, ProjectionStatus> change, TimeSpan? oldest = null, TimeSpan? nobodysFor = null)
    {
        var sample = new ProjectionSample(change(new ProjectionStatus("orders", 0, 0, 0, 0, 0)), oldest, 8, nobodysFor is null ? 0 : 8);
        return new ProjectionFacts(
            "orders",
            new Reading<HeldSample>(new HeldSample(sample, nobodysFor), _now),
            new Reading<HistorySample>(new HistorySample(0, TimeSpan.Zero, true), _now))
        {
            IsLocal = true,
            CatchUpDelay = TimeSpan.FromSeconds(5),
        };
    }
}
