using System.Globalization;
using CleanCqrs.Application;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

/// <summary>
/// What a projection decides, as tables. Events are written <c>a2</c>, stream and version; what is held adds its reason: <c>a2p</c> is
/// parked, <c>a2r</c> is due for a retry, <c>a2w</c> waits for one, <c>a2x</c> for longer than the schedule knows, and <c>a2d</c> is a dead
/// letter. The projection has applied <c>a</c> up to 2 and nothing of <c>b</c>.
/// </summary>
public sealed class BatchPlanTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RetrySchedule _schedule = new() { MaxDelay = TimeSpan.FromMinutes(1) };
    private static readonly Dictionary<string, long> _versions = new() { ["a"] = 2 };

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
    [InlineData("a3 a3", "", "apply a3; refuse a3")]
    [InlineData("a4 a4", "", "park a4; refuse a4")]
    [InlineData("a4", "a4p", "refuse a4")]
    [InlineData("a4", "a4d", "refuse a4")]
    public void Another_event_at_a_place_that_is_taken_is_refused(string events, string held, string expected)
    {
        var ids = 0;
        var incoming = Split(events).Select(text => Event(text) with
        {
            EventId = new Guid(++ids, 0, 0, new byte[8]),
            ReceivedFrom = new LogPosition("topic", 0, ids),
        });

        Describe(BatchPlan.Create([.. incoming], _versions, [.. Split(held).Select(Held)], _now, _schedule)).ShouldBe(expected);
    }

    [Fact]
    public void A_failed_attempt_is_tried_again_later_and_is_a_dead_letter_in_the_end()
    {
        var options = new ProjectionOptions { MaxAttempts = 2 };
        options.Retry.Jitter = 0;

        var first = FailedEvent.Hold(Event("a3"), null, new InvalidOperationException("no such column"), options, _now);
        var second = FailedEvent.Hold(Event("a3"), first, new InvalidOperationException("no such column"), options, _now.AddSeconds(1));

        first.ShouldBe(new HeldEvent(
            Event("a3"), HoldReason.Retrying, _now, 1, _now.AddSeconds(1), "InvalidOperationException: no such column"));
        second.ShouldBe(new HeldEvent(Event("a3"), HoldReason.DeadLetter, _now, 2, null, "InvalidOperationException: no such column"));
    }

    private static string Plan(string events, string held, bool followersInTurn) => Describe(BatchPlan.Create(
        [.. Split(events).Select(Event)], _versions, [.. Split(held).Select(Held)], _now, _schedule, followersInTurn));

    private static string Describe(BatchPlan plan)
    {
        var parts = new[]
        {
            Part("apply", plan.Apply),
            Part("park", plan.Hold.Where(held => held.Reason == HoldReason.Parked).Select(held => held.Envelope)),
            Part("release", plan.Release.Select(held => held.Envelope)),
            Part("due", plan.Hold.Where(held => held.Reason == HoldReason.Retrying && held.RetryAt == _now).Select(held => held.Envelope)),
            plan.Refuse.Count == 0 ? string.Empty : "refuse " + string.Join(' ', plan.Refuse.Select(Name)),
        };
        var text = string.Join("; ", parts.Where(part => part.Length > 0));
        plan.IsEmpty.ShouldBe(text.Length == 0 || text.StartsWith("refuse", StringComparison.Ordinal));
        return text;
    }

    private static string Part(string what, IEnumerable<EventEnvelope> events)
    {
        var names = string.Join(' ', events.Select(envelope => $"{envelope.StreamId}{envelope.StreamVersion}"));
        return names.Length == 0 ? names : $"{what} {names}";
    }

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
        'w' => new HeldEvent(Event(text), HoldReason.Retrying, _now, 1, _now.AddMinutes(1), "failed"),
        'x' => new HeldEvent(Event(text), HoldReason.Retrying, _now, 1, _now.AddMinutes(1).AddTicks(1), "failed"),
        _ => new HeldEvent(Event(text), HoldReason.DeadLetter, _now, 8, null, "failed"),
    };
}
