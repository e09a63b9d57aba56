using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Operations;

namespace CleanCqrs.UnitTests.Infrastructure.Operations;

public sealed class ExplanationRulesTests
{
    private const string Stream = "order-1";
    private static readonly DateTimeOffset _noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly StreamTrace _nothing = new(Stream, [], 0);
    private static readonly StreamTrace _published = new(Stream, [], 0) { LastVersion = 3, Relay = "one" };

    public static TheoryData<string, StreamTrace, string> WrittenSides => new()
    {
        {
            "unknown",
            _nothing,
            "Done: The outbox holds nothing of this stream: retention has deleted it, or its events come from another system."
        },
        {
            "ended",
            _nothing with { EndedAt = 4 },
            "Done: The outbox holds nothing of this stream any more. Its aggregate was deleted at version 4."
        },
        { "published", _published, "Done: Everything is published, up to version 3." },
        {
            "refused",
            Waiting(OutboxEventState.DeadLetter, 8, "too large\nat X", unpublished: 3) with { Pause = new(null, "too large") },
            "NeedsPerson: Version 2 (order.changed) is a dead letter: the transport has refused it (too large). "
                + "2 events behind it wait. To do: Mend the cause and redrive it, or discard it with a reason."
        },
        {
            "outage",
            Waiting(OutboxEventState.Pending) with { Outage = new(4, TimeSpan.FromSeconds(7), "broker away") },
            "Waits: Version 2 (order.changed) waits: the transport has taken nothing in 4 attempts, and is tried again in 7 s "
                + "(broker away). To do: See to the broker and to the way there."
        },
        {
            "backing off",
            Waiting(OutboxEventState.Pending, attempts: 1) with { Pause = new(TimeSpan.Zero, "time-out") },
            "Waits: Version 2 (order.changed) has failed 1 time, and is tried again now (time-out). "
                + "To do: See to what the transport says; it is tried again by itself."
        },
        {
            "nobody's",
            Waiting(OutboxEventState.Pending) with { Relay = null },
            $"NeedsPerson: Version 2 (order.changed) waits, and no relay holds bucket range {Bucket.RangeOf(Stream)}. "
                + "To do: Start a host with a relay, or see what keeps those that run from taking the range."
        },
        {
            "its turn",
            Waiting(OutboxEventState.Pending, unpublished: 2),
            "Waits: Version 2 (order.changed) waits for the next round of the relay one. 1 event behind it waits."
        },
    };

    public static TheoryData<string, ProjectionTrace, StreamTrace, string> ReadSides => new()
    {
        { "applied", Applied(3), _published, "Done: Version 3 is applied, at 2026-05-04 12:00:00Z." },
        { "nothing to apply", Applied(0), _nothing, "Done: It has seen nothing of the stream, and nothing of it is published." },
        {
            "on its way",
            Applied(1),
            _published,
            "Waits: Version 1 is applied, and version 3 is published: the rest is on its way. "
                + "The projection has about 12 events of history to look at. To do: If it stays so, see the health of the projection."
        },
        { "all that is published", Applied(1), Waiting(OutboxEventState.Pending), "Done: Version 1 is applied, at 2026-05-04 12:00:00Z." },
        {
            "dead letter",
            Applied(1, Held(2, HoldReason.DeadLetter, 8, "no such member"), Held(3, HoldReason.Parked)),
            _published,
            "NeedsPerson: Version 2 (order.changed) is a dead letter: applying it has failed 8 times (no such member). 1 event behind it "
                + "is parked. To do: Mend the projector and redrive it, or discard it with a reason."
        },
        {
            "retrying",
            Applied(1, Held(2, HoldReason.Retrying, 2, "away")) with { RetryAfter = TimeSpan.FromSeconds(30) },
            _published,
            "Waits: Version 2 (order.changed) has failed 2 times, and is tried again in 30 s (away). "
                + "To do: See what the projector says; it is tried again by itself."
        },
        {
            "parked",
            Applied(1, Held(3, HoldReason.Parked)),
            _published,
            "Waits: Version 1 is applied. 1 event is parked, from version 3 on, until version 2 comes; history is asked for it."
        },
        {
            "collision",
            Applied(1, Held(1, HoldReason.Collision)),
            _published,
            "NeedsPerson: Version 1 (order.changed) claims a version that another event has. "
                + "Nothing of the stream is applied until somebody decides. "
                + "To do: See which of the two is right: docs/backup-and-restore.md."
        },
        {
            "ahead",
            Applied(3, Held(3, HoldReason.Ahead)),
            _published,
            "NeedsPerson: Version 3 is applied, and the write side does not know it any more: its database was put back. "
                + "Nothing of the stream is applied until somebody decides. "
                + "To do: Raise the versions of the write side, or replay the stream: "
                + "docs/backup-and-restore.md."
        },
        {
            "hole",
            Applied(1, Held(4, HoldReason.Parked)) with { Holes = [new(Stream, 2, 3, HoleState.Open, _noon)] },
            _published,
            "NeedsPerson: Versions 2 to 3 are missing: neither the projection nor history has them. What comes behind them waits. "
                + "To do: Put the events back, or accept the hole with a reason."
        },
        {
            "accepted",
            Applied(3) with
            {
                Holes = [new(Stream, 2, 2, HoleState.Accepted, _noon) { AcceptedBy = "Ada", AcceptedAt = _noon, Reason = "Lost in May." }],
            },
            _published,
            "Done: Version 2 is missing, which Ada accepted at 2026-05-04 12:00:00Z: Lost in May."
        },
    };

    [Theory]
    [MemberData(nameof(WrittenSides))]
    public void The_write_side_is_explained(string situation, StreamTrace written, string expected)
    {
        situation.ShouldNotBeEmpty();
        Said(ExplanationRules.OfOutbox(written).Single()).ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(ReadSides))]
    public void A_projection_is_explained(string situation, ProjectionTrace trace, StreamTrace written, string expected)
    {
        situation.ShouldNotBeEmpty();
        Said(ExplanationRules.OfProjection(trace, written, new ProjectionProgress("summaries", 12, IsCaughtUp: true)).First())
            .ShouldBe(expected);
    }

    private static string Said(Finding finding) =>
        $"{finding.Kind}: {finding.What}{(finding.ToDo is { } toDo ? $" To do: {toDo}" : string.Empty)}";

    private static StreamTrace Waiting(OutboxEventState state, int attempts = 0, string? error = null, long unpublished = 1) =>
        new(Stream, [], unpublished)
        {
            LastVersion = 3,
            Relay = "one",
            Next = new OutboxEventTrace(7, EnvelopeOf(2), state, PublishedAt: null, attempts, error),
        };

    private static ProjectionTrace Applied(long version, params HeldEvent[] held) =>
        new("summaries", version == 0 ? null : new StreamPosition(Stream, version, _noon, _noon), held, []);

    private static HeldEvent Held(long version, HoldReason reason, int attempts = 0, string? error = null) =>
        new(EnvelopeOf(version), reason, _noon, attempts, RetryAt: null, error);

    private static EventEnvelope EnvelopeOf(long version) =>
        new(Guid.Empty, "order.changed", "orders", Stream, version, _noon, default);
}
