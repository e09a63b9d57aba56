using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.History;

namespace CleanCqrs.UnitTests.Infrastructure.History;

/// <summary>
/// What a page of history means, as a table. Keys are written by part and position: <c>x5</c> is a published event of part x at position 5,
/// <c>x5p</c> is pending, <c>x5b</c> is blocked. The parts x and y stand at 3; the page has room for 4 keys, and was read up to 20.
/// </summary>
public sealed class HistoryPageTests
{
    [Theory]
    [InlineData("", "x20* y20*", "")]
    [InlineData("x5 y6", "x20* y20*", "x5 y6")]
    // A page that is full says nothing of what comes after it.
    [InlineData("x5 y6 x7 y9", "x9 y9", "x5 y6 x7 y9")]
    [InlineData("x5 x6 x7 x20", "x20* y20*", "x5 x6 x7 x20")]
    // A checkpoint waits for what is pending, and the other part goes on.
    [InlineData("x5 x6p y7", "x5 y20*", "x5 y7")]
    [InlineData("x5p y6p", "x4 y5", "")]
    [InlineData("x5 y6p x7 y9", "x9 y5", "x5 x7")]
    [InlineData("x5 y6p x7p x8", "x6 y5", "x5")]
    // What is blocked is passed, and remembered.
    [InlineData("x5 x6b y7", "x20* y20*", "x5 y7; awaits x6")]
    [InlineData("x5b x6p x7b", "x5 y20*", "; awaits x5")]
    public void A_page_is_read(string keys, string reached, string passed)
    {
        HistoryCheckpoint[] parts = [Part("x"), Part("y")];

        var page = HistoryPage.Of(parts, [.. keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Key)], maxCount: 4, upTo: 20);

        string.Join(' ', page.Reached.Select(part => $"{part.Part}{part.Position}{(part.IsCaughtUp ? "*" : "")}")).ShouldBe(reached);
        Describe(page).ShouldBe(passed);
    }

    [Fact]
    public void A_checkpoint_remembers_the_last_event_that_it_has_passed()
    {
        HistoryCheckpoint[] parts = [Part("x"), Part("y")];

        var page = HistoryPage.Of(parts, [Key("x5"), Key("x6"), Key("x7p")], maxCount: 4, upTo: 20);

        page.Reached[0].ShouldBe(parts[0] with { Position = 6, EventPosition = 6, EventId = IdAt(6) });
        page.Reached[1].ShouldBe(parts[1] with { Position = 20, IsCaughtUp = true });
    }

    [Fact]
    public void Where_parts_share_positions_a_checkpoint_that_moves_remembers_the_end_of_history_and_one_that_waits_what_it_knew()
    {
        HistoryCheckpoint[] parts = [Part("x"), Part("y")];

        var page = HistoryPage.Of(parts, [Key("x4p")], maxCount: 4, upTo: 20, witness: Key("y30"));

        page.Reached[0].ShouldBe(parts[0]);
        page.Reached[1].ShouldBe(parts[1] with { Position = 20, EventPosition = 30, EventId = IdAt(30), IsCaughtUp = true });
    }

    [Fact]
    public void What_is_above_the_version_of_its_stream_is_missing()
    {
        var progress = new Dictionary<string, StreamProgress> { ["a"] = new(2, null) };

        var missing = HistoryPage.MissingIn([Of("a", 1), Of("a", 2), Of("b", 1), Of("a", 3)], progress);

        missing.Select(key => $"{key.StreamId}{key.StreamVersion}").ShouldBe(["b1", "a3"]);
    }

    [Fact]
    public void Another_event_than_the_one_applied_last_is_missing_too_so_that_the_collision_is_noticed()
    {
        var (same, other) = (Of("a", 2), Of("b", 2));
        var progress = new Dictionary<string, StreamProgress> { ["a"] = new(2, same.EventId), ["b"] = new(2, Guid.NewGuid()) };

        HistoryPage.MissingIn([Of("b", 1), same, other], progress).ShouldBe([other]);
    }

    [Fact]
    public void A_stream_whose_events_end_below_what_is_applied_may_be_one_in_which_the_projection_is_ahead()
    {
        var (known, applied) = (Of("a", 2).EventId, Guid.NewGuid());
        var progress = new Dictionary<string, StreamProgress>
        {
            ["gone on"] = new(3, known),
            ["beyond"] = new(4, applied),
            ["not known"] = new(4, null),
            ["behind"] = new(1, known),
        };

        var beyond = HistoryPage.BeyondIn(
            [Of("gone on", 2), Of("gone on", 3), Of("beyond", 1), Of("beyond", 2), Of("not known", 1), Of("behind", 2), Of("new", 1)],
            progress);

        beyond.ShouldBe([new AheadStream("beyond", 4, applied, 2)]);
    }

    [Fact]
    public void A_blocked_stream_is_one_hole_that_is_awaited()
    {
        var awaited = HistoryPage.AwaitedIn([Of("a", 4), Of("b", 1), Of("a", 5)], default);

        awaited.Select(hole => $"{hole.StreamId} {hole.FromVersion}-{hole.ToVersion} {hole.State}").ShouldBe(
            ["a 4-5 Awaited", "b 1-1 Awaited"]);
    }

    private static string Describe(HistoryPage page)
    {
        var published = string.Join(' ', page.Published.Select(key => $"{key.Part}{key.Position}"));
        return page.Awaited.Count == 0
            ? published
            : $"{published}; awaits {string.Join(' ', page.Awaited.Select(key => $"{key.Part}{key.Position}"))}";
    }

    private static HistoryCheckpoint Part(string name) => new(name, 3, 0, null, IsCaughtUp: false, IsHeld: true);

    private static Guid IdAt(int position) => new(position, 0, 0, new byte[8]);

    private static HistoryKey Of(string stream, long version) =>
        new("x", version, stream, version, Guid.Empty, "topic", HistoryState.Published);

    private static HistoryKey Key(string text)
    {
        var position = int.Parse(text.Trim('x', 'y', 'p', 'b'), System.Globalization.CultureInfo.InvariantCulture);
        var state = text[^1] switch { 'p' => HistoryState.Pending, 'b' => HistoryState.Blocked, _ => HistoryState.Published };
        return new HistoryKey(text[..1], position, $"stream {position}", 1, IdAt(position), "topic", state);
    }
}
