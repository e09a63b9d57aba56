using System.Globalization;
using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

/// <summary>
/// What a projection decides, as tables. Events are written <c>a2</c>, stream and version; what is held adds its reason: <c>a2p</c> is
/// parked, <c>a2r</c> is due for a retry, <c>a2w</c> waits for one, <c>a2x</c> for longer than the schedule knows, <c>a2d</c> is a dead
/// letter, <c>a2c</c> is a collision, and <c>a2a</c> says that the projection
/// is ahead of the write side. The projection has applied <c>a</c> up to 2 and nothing of <c>b</c>.
/// </summary>
public sealed class BatchPlanTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetrySchedule _schedule = new() { MaxDelay = TimeSpan.FromMinutes(1) };
    private static readonly Guid _second = new(2, 0, 0, new byte[8]);
    private static readonly Dictionary<string, StreamProgress> _progress = new() { ["a"] = new StreamProgress(2, null) };

    [Theory]
    // What is next in its stream is applied, what has been applied is ignored, what comes too early is parked.
    [InlineData("a3", "", "apply a3")]
    [InlineData("b1", "", "apply b1")]
    [InlineData("a1 a2", "", "")]
    [InlineData("a4", "", "park a4")]
    [InlineData("b2", "", "park b2")]
    // The order of delivery does not matter, nor how often something is delivered.
    [InlineData("a3 a4 a5", "", "apply a3 a4 a5")]
    [InlineData("a5 a4 a3", "", "apply a3 a4 a5")]
    [InlineData("a3 a3 a4 a3", "", "apply a3 a4")]
    [InlineData("a5 a5", "", "park a5")]
    [InlineData("a4 b1 a3 b3", "", "apply b1 a3 a4; park b3")]
    // Parked events follow their predecessor; one that is delivered again stays parked, or is applied when it is its turn.
    [InlineData("a3", "a4p a5p", "apply a3 a4 a5; release a4 a5")]
    [InlineData("a3", "a5p", "apply a3")]
    [InlineData("a5", "a5p", "")]
    [InlineData("a3", "a3p", "apply a3; release a3")]
    // What has failed waits for its time, and its followers wait with it.
    [InlineData("a3 a4", "a3w", "park a4")]
    [InlineData("a3 a4", "a3w a4p", "")]
    [InlineData("a3", "a3r a4p", "apply a3 a4; release a3 a4")]
    [InlineData("a3", "a3w", "")]
    // A time that no schedule can have set was set by a wrong clock.
    [InlineData("a3", "a3x", "apply a3; release a3")]
    // A dead letter waits for a person.
    [InlineData("a3", "a3d", "")]
    [InlineData("a4", "a3d", "park a4")]
    [InlineData("a3", "a4d a5p", "apply a3")]
    // Where two events claim one version, nothing of the stream is applied.
    [InlineData("a3 a4", "a2c", "park a3 a4")]
    [InlineData("a3", "a2c a3r", "park a3")]
    [InlineData("a2 a2", "a2c", "")]
    [InlineData("a3 a4", "a3c", "park a4")]
    // Nor where the projection is ahead of the write side: what comes is neither applied nor taken for what was applied.
    [InlineData("a3 a4", "a2a", "park a3 a4")]
    [InlineData("a1 a2", "a2a", "")]
    // Another instance was faster: what is held of the past is let go of.
    [InlineData("a2", "a2r", "release a2")]
    [InlineData("a2 a2", "a2p", "release a2")]
    // A retry that is not next in its stream any more is parked.
    [InlineData("a4", "a4r", "park a4")]
    public void A_batch_is_planned(string events, string held, string expected) =>
        Plan(events, held, followersInTurn: false).ShouldBe(expected);

    [Theory]
    [InlineData("a3", "", "apply a3")]
    [InlineData("a3", "a4p a5p", "apply a3; due a4")]
    [InlineData("a3", "a3r a4p", "apply a3; release a3; due a4")]
    [InlineData("a3", "a4r", "apply a3")]
    [InlineData("a3", "a4d", "apply a3")]
    [InlineData("a4", "a5p", "park a4")]
    public void One_event_alone_is_planned_by_the_same_rules_but_its_follower_takes_its_own_turn(
        string events, string held, string expected) =>
        Plan(events, held, followersInTurn: true).ShouldBe(expected);

    [Theory]
    [InlineData("a4 a4", "", "park a4; refuse a4")]
    [InlineData("a4", "a4p", "refuse a4")]
    [InlineData("a4", "a4d", "refuse a4")]
    // Once it is applied, nothing tells which of the two is right.
    [InlineData("a3 a3 a4", "", "apply a3; park a4; collide a3")]
    [InlineData("a3 a3", "a4p", "apply a3; collide a3")]
    public void Another_event_from_a_log_at_a_place_that_is_taken_is_refused_while_nothing_is_applied(
        string events, string held, string expected)
    {
        var incoming = Split(events)
            .Select((text, index) => Numbered(text, index) with { ReceivedFrom = new LogPosition("topic", 0, index) });

        Describe(BatchPlan.Create([.. incoming], _progress, Keys(held), _now, _schedule), held).ShouldBe(expected);
    }

    [Theory]
    // Another event at the version applied last: its stream is held, and what follows is parked, in whatever order it comes.
    [InlineData("a2", "", "collide a2")]
    [InlineData("a2 a3", "", "park a3; collide a2")]
    [InlineData("a2 a3 a2", "", "park a3; collide a2")]
    [InlineData("a3 a2", "", "apply a3")]
    // Of a lower version nobody knows any more which event it was.
    [InlineData("a1", "", "")]
    // At a place that is held, the holder is marked; at one that is parked in the same batch as well.
    [InlineData("a4", "a4p", "collide a4")]
    [InlineData("a3", "a3r", "collide a3")]
    [InlineData("a4 a4", "", "collide a4")]
    public void Another_event_at_the_version_that_was_applied_last_holds_its_stream(string events, string held, string expected)
    {
        var progress = new Dictionary<string, StreamProgress> { ["a"] = new(2, _second) };

        var incoming = Split(events).Select((text, index) => Numbered(text, 10 + index)).ToList();
        var plan = BatchPlan.Create(incoming, progress, Keys(held), _now, _schedule);

        Describe(plan, held).ShouldBe(expected);
    }

    [Fact]
    public void The_event_that_was_applied_last_is_no_collision_with_itself()
    {
        var progress = new Dictionary<string, StreamProgress> { ["a"] = new(2, _second) };

        var plan = BatchPlan.Create([Event("a2") with { EventId = _second }], progress, [], _now, _schedule);

        plan.IsEmpty.ShouldBeTrue();
        plan.Collisions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, "apply a3 a4; release a4; due a5")]
    [InlineData(2, "apply a3 a4 a5; release a4 a5; due a6")]
    [InlineData(0, "apply a3; due a4")]
    public void No_more_parked_events_follow_at_once_than_a_page_and_the_next_one_becomes_due(int page, string expected)
    {
        var held = "a4p a5p a6p a7p";

        Describe(BatchPlan.Create([Event("a3")], _progress, Keys("a4p"), _now, _schedule), held, page).ShouldBe(expected);
    }

    [Fact]
    public void A_backlog_is_said_at_each_multiple()
    {
        var plan = BatchPlan.Create([Event("a4"), Event("a5"), Event("a6"), Event("a7"), Event("b3")], _progress, [], _now, _schedule);

        plan.Backlogs(3).Select(backlog => (backlog.Parked.StreamId, backlog.Behind)).ShouldBe([("a", 3), ("b", 3)]);
    }

    [Fact]
    public void A_failed_attempt_is_tried_again_later_and_is_a_dead_letter_in_the_end()
    {
        var options = new ProjectionOptions { MaxAttempts = 2 };
        options.Retry.Jitter = 0;

        var first = FailedEvent.Hold(Event("a3"), null, new InvalidOperationException("no such column"), options, _now);
        var second = FailedEvent.Hold(Event("a3"), first.Key, new InvalidOperationException("no such column"), options, _now.AddSeconds(1));

        first.ShouldBe(new HeldEvent(
            Event("a3"), HoldReason.Retrying, _now, 1, _now.AddSeconds(1), "InvalidOperationException: no such column"));
        second.ShouldBe(new HeldEvent(Event("a3"), HoldReason.DeadLetter, _now, 2, null, "InvalidOperationException: no such column"));
    }

    [Theory]
    [InlineData(0, HoldReason.Retrying, 4)]
    [InlineData(4, HoldReason.DeadLetter, 8)]
    [InlineData(7, HoldReason.DeadLetter, 11)]
    public void An_attempt_is_on_record_before_it_is_made_and_the_second_one_that_ends_its_process_has_left_a_dead_letter(
        int attempts, HoldReason reason, int expected)
    {
        var held = attempts == 0 ? null : Held("a3r").Key with { Attempts = attempts };

        var begun = FailedEvent.Begin(Event("a3"), held, new ProjectionOptions { MaxAttempts = 8 }, _now);

        (begun.Reason, begun.Attempts).ShouldBe((reason, expected));
        begun.RetryAt.ShouldBe(reason == HoldReason.DeadLetter ? null : _now.AddSeconds(20));
        FailedEvent.IsSuspect(begun).ShouldBeTrue();
    }

    [Theory]
    [InlineData("a3w")]
    [InlineData("a3d")]
    public void An_attempt_that_is_on_record_is_made_though_its_record_waits(string held)
    {
        var plan = BatchPlan.Create([Event("a3")], _progress, Keys(held), _now, _schedule, followersInTurn: true, Guid.Empty);

        Describe(plan, held).ShouldBe("apply a3; release a3");
    }

    private static string Plan(string events, string held, bool followersInTurn) => Describe(
        BatchPlan.Create([.. Split(events).Select(Event)], _progress, Keys(held), _now, _schedule, followersInTurn), held);

    /// <summary>Says what is planned, with the parked events that are held loaded where the plan asks for them.</summary>
    private static string Describe(BatchPlan plan, string held, int page = 10)
    {
        while (plan.NextRun is { } first)
        {
            var left = Math.Max(0, page - (plan.Apply.Count - 1));
            plan.Follow([.. RunFrom(first, held).Take(left + 1)], left);
        }

        var parts = new[]
        {
            Part("apply", plan.Apply.Select(Name)),
            Part(
                "park",
                plan.Hold.Where(item => item.Reason == HoldReason.Parked).Select(item => Name(item.Envelope))
                    .Concat(plan.Change.Where(item => item.Reason == HoldReason.Parked).Select(Name))),
            Part("release", plan.Release.Select(Name)),
            Part("due", plan.Change.Where(item => item.Reason == HoldReason.Retrying && item.RetryAt == _now).Select(Name)),
            Part("collide", plan.Collisions.Select(collision => Name(collision.Other))),
            Part("refuse", plan.Refuse.Select(Name)),
        };
        var text = string.Join("; ", parts.Where(part => part.Length > 0));
        plan.IsEmpty.ShouldBe(text.Length == 0 || text.StartsWith("refuse", StringComparison.Ordinal));
        (plan.Hold.Count(item => item.Reason == HoldReason.Collision)
            + plan.Change.Count(item => item.Reason == HoldReason.Collision)).ShouldBe(plan.Collisions.Count);
        return text;
    }

    private static IEnumerable<HeldEvent> RunFrom(StreamPlace first, string held)
    {
        for (
            var place = first;
            Split(held).Contains($"{place.StreamId}{place.Version}p");
            place = place with { Version = place.Version + 1 })
        {
            yield return Held($"{place.StreamId}{place.Version}p");
        }
    }

    private static List<HeldKey> Keys(string held) => [.. Split(held).Select(text => Held(text).Key)];

    private static EventEnvelope Numbered(string text, int number) =>
        Event(text) with { EventId = new Guid(number + 1, 0, 0, new byte[8]) };

    private static string Part(string what, IEnumerable<string> names) =>
        string.Join(' ', names) is { Length: > 0 } listed ? $"{what} {listed}" : string.Empty;

    private static string Name(EventEnvelope envelope) => $"{envelope.StreamId}{envelope.StreamVersion}";

    private static string Name(HeldKey held) => $"{held.StreamId}{held.StreamVersion}";

    private static string Name(UnreadableMessage message) =>
        System.Text.Encoding.UTF8.GetString(message.Key!.Value.Span)
        + System.Text.Encoding.UTF8.GetString(message.Headers.Single(header => header.Key == "sequence").Value.Span);

    private static string[] Split(string texts) => texts.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static EventEnvelope Event(string text) => new(
        Guid.Empty, "type", "topic", text[..1], long.Parse(text[1..2], CultureInfo.InvariantCulture), DateTimeOffset.UnixEpoch, default);

    private static HeldEvent Held(string text) => text[2] switch
    {
        'p' => new HeldEvent(Event(text), HoldReason.Parked, _now, 0, null, null),
        'r' => new HeldEvent(Event(text), HoldReason.Retrying, _now, 1, _now, "failed"),
        'c' => new HeldEvent(Event(text), HoldReason.Collision, _now, 0, null, null),
        'a' => new HeldEvent(Event(text), HoldReason.Ahead, _now, 0, null, null),
        'w' => new HeldEvent(Event(text), HoldReason.Retrying, _now, 1, _now.AddMinutes(1), "failed"),
        'x' => new HeldEvent(Event(text), HoldReason.Retrying, _now, 1, _now.AddMinutes(1).AddTicks(1), "failed"),
        _ => new HeldEvent(Event(text), HoldReason.DeadLetter, _now, 8, null, "failed"),
    };
}
