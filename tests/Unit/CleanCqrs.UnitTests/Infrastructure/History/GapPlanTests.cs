using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.History;

namespace CleanCqrs.UnitTests.Infrastructure.History;

/// <summary>
/// What becomes of a stream that lacks something, as a table. The projection has applied it up to 2 and lacks it up to 5. What history
/// holds is written by version: <c>3</c> is published, <c>3p</c> is pending, <c>3b</c> is blocked,
/// <c>3d</c> was discarded.
/// </summary>
public sealed class GapPlanTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("3 4 5", true, "apply 3 4 5")]
    [InlineData("3 4 5 6 7", true, "apply 3 4 5")]
    // What is not published yet comes: it is no hole.
    [InlineData("3 4p 5p", true, "apply 3; awaited 4-5")]
    [InlineData("3b 4b", true, "apply; awaited 3-5")]
    [InlineData("3p 5", true, "apply; awaited 3-5")]
    // What history lacks is a hole, up to what it holds again.
    [InlineData("", true, "apply; hole 3-5")]
    [InlineData("4 5", true, "apply; hole 3-3")]
    [InlineData("5b", true, "apply; hole 3-4")]
    [InlineData("3 5", true, "apply 3; hole 4-4")]
    [InlineData("3", true, "apply 3; hole 4-5")]
    [InlineData("7", true, "apply; hole 3-5")]
    // What was discarded is passed over; one look passes what lies before the first event to be applied.
    [InlineData("3d 4 5", true, "pass 3; apply 4 5")]
    [InlineData("3d 4d 5d", true, "pass 3 4 5; apply")]
    [InlineData("3 4d 5", true, "apply 3")]
    [InlineData("3d 4b", true, "pass 3; apply; awaited 4-5")]
    [InlineData("3d 5", true, "pass 3; apply; hole 4-4")]
    [InlineData("6d", true, "apply; hole 3-5")]
    // More may come of a stream of which not everything was read.
    [InlineData("3 4", false, "apply 3 4")]
    [InlineData("3 5", false, "apply 3; hole 4-4")]
    public void A_gap_is_planned(string history, bool isComplete, string expected)
    {
        var plan = GapPlan.Of(new StreamGap("a", 2, 5), [.. Split(history)], isComplete, _now);

        Describe(plan).ShouldBe(expected);
    }

    private static IEnumerable<HistoricEvent> Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(item => new HistoricEvent(
            new EventEnvelope(Guid.Empty, "type", "topic", "a", item[0] - '0', _now, default),
            item[^1] switch
            {
                'p' => HistoryState.Pending,
                'b' => HistoryState.Blocked,
                'd' => HistoryState.Discarded,
                _ => HistoryState.Published,
            }));

    private static string Describe(GapPlan plan)
    {
        var apply = string.Join(' ', plan.Apply.Select(envelope => envelope.StreamVersion).Cast<object>().Prepend("apply"));
        apply = plan.PassOver.Count == 0
            ? apply
            : $"pass {string.Join(' ', plan.PassOver.Select(given => given.StreamVersion))}; {apply}";
        return plan.Hole is { } hole
            ? $"{apply}; {(hole.State == HoleState.Open ? "hole" : "awaited")} {hole.FromVersion}-{hole.ToVersion}"
            : apply;
    }
}
