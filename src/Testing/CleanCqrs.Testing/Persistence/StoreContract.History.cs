using CleanCqrs.Application.History;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    private static readonly TimeSpan _share = TimeSpan.FromMinutes(10);

    private IEventHistory History => Services.GetRequiredService<IEventHistory>();

    private IHistoryCheckpoints Checkpoints => Services.GetRequiredService<IHistoryCheckpoints>();

    private IHistoryReaders Readers => Services.GetRequiredService<IHistoryReaders>();

    private IProjectionGaps Gaps => Services.GetRequiredService<IProjectionGaps>();

    private IProjectionHoles Holes => Services.GetRequiredService<IProjectionHoles>();

    /// <summary>Page by page, all of it once, and each part by itself.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task History_is_read_in_pages_in_the_order_of_positions_and_by_parts()
    {
        await OpenAsync([.. Enumerable.Range(0, 40).Select(_ => NewId())]);
        var expected = (await ReadAsync()).ConvertAll(message => (message.Position, message.Envelope.EventId));
        var parts = await History.ListPartsAsync(Token);
        var head = (await History.FindHeadsAsync(parts, Token)).Values.Max();

        Assert.Equal(expected, (await ReadHistoryAsync(parts, head)).Select(key => (key.Position, key.EventId)));
        var one = new List<HistoryKey>();
        foreach (var part in parts)
        {
            var keys = await ReadHistoryAsync([part], head);
            Assert.All(keys, key => Assert.Equal(part, key.Part));
            one.AddRange(keys);
        }

        Assert.Equal(expected, one.OrderBy(key => key.Position).Select(key => (key.Position, key.EventId)));
        Assert.Equal(expected[^1].Position, head);
        Assert.Equal(expected.Count - 10, (await ReadHistoryAsync(parts, expected[^11].Position)).Count);
    }

    /// <summary>Whoever knows streams and versions need not know positions.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task History_is_asked_for_the_events_at_some_places()
    {
        var (one, other) = (NewId(), NewId());
        await OpenAsync(one, other);
        await ChangeAsync(one, 1, 2);
        var messages = (await ReadAsync()).ToDictionary(message => (message.Envelope.StreamId, message.Envelope.StreamVersion));
        await RecordAsync(Acknowledged(messages[(one.ToString(), 1)]));

        var found = await History.FindAsync(
            [
                new StreamPlace(one.ToString(), 1),
                new StreamPlace(one.ToString(), 3),
                new StreamPlace(one.ToString(), 4),
                new StreamPlace(other.ToString(), 2),
                new StreamPlace(NewId().ToString(), 1),
            ],
            Token);

        Assert.Equal(
            [
                (1, messages[(one.ToString(), 1)].Envelope.EventId, HistoryState.Published),
                (3, messages[(one.ToString(), 3)].Envelope.EventId, HistoryState.Pending),
            ],
            found!.OrderBy(key => key.StreamVersion).Select(key => (key.StreamVersion, key.EventId, key.State)));
    }

    /// <summary>What comes later can be told from what never comes.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task History_tells_what_is_published_pending_or_blocked_and_gives_published_events_whole()
    {
        var (open, blocked) = (NewId(), NewId());
        await OpenAsync(open, blocked);
        await ChangeAsync(open, 1, 2);
        await ChangeAsync(blocked, 1);
        var messages = (await ReadAsync()).ToDictionary(message => (message.Envelope.StreamId, message.Envelope.StreamVersion));
        await RecordAsync(
            Acknowledged(messages[(open.ToString(), 1)]),
            Acknowledged(messages[(open.ToString(), 2)]),
            new OutboxOutcome(messages[(blocked.ToString(), 1)], PublishResult.Rejected("too large"), default));

        var parts = await History.ListPartsAsync(Token);
        var keys = await ReadHistoryAsync(parts, long.MaxValue);

        Assert.Equal(
            [
                (1, HistoryState.Published),
                (2, HistoryState.Published),
                (3, HistoryState.Pending),
            ],
            keys.Where(key => key.StreamId == open.ToString()).Select(key => (key.StreamVersion, key.State)));
        Assert.Equal(
            [(1, HistoryState.Blocked), (2, HistoryState.Blocked)],
            keys.Where(key => key.StreamId == blocked.ToString()).Select(key => (key.StreamVersion, key.State)));
        var events = await History.ReadEventsAsync(keys, Token);
        Assert.Equal([1, 2], events.Select(envelope => envelope.StreamVersion));
        Assert.Equal(messages[(open.ToString(), 2)].Envelope.Payload.ToArray(), events[1].Payload.ToArray());
        var stream = await History.ReadStreamAsync(open.ToString(), 2, 10, Token);
        Assert.Equal(
            [(2, HistoryState.Published), (3, HistoryState.Pending)],
            stream!.Select(item => (item.Envelope.StreamVersion, item.State)));
        Assert.Empty((await History.ReadStreamAsync(NewId().ToString(), 1, 10, Token))!);
    }

    /// <summary>Each part has one instance that reads it, also after one has left without a word.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Instances_share_the_parts_of_history_and_take_over_from_one_that_is_silent()
    {
        var parts = await History.ListPartsAsync(Token);
        var (first, second) = (Harness.Connect(new ClockAt(_now)), Harness.Connect(new ClockAt(_now.AddDays(1))));
        Assert.Equal(parts.Count, await HeldByAsync(first));

        Assert.Equal(0, await HeldByAsync(second));
        Assert.Equal(parts.Count / 2, await HeldByAsync(first));
        Assert.Equal(parts.Count / 2, await HeldByAsync(second));
        await first.GetRequiredService<IHistoryCheckpoints>().ReleaseAsync(Projection, Token);
        Assert.Equal(parts.Count, await HeldByAsync(second));
        await Harness.ExpireLeasesAsync();
        Assert.Equal(parts.Count, await HeldByAsync(first));
        Assert.Equal(parts.Count, await HeldByAsync(first, "another"));
    }

    /// <summary>Who read an older state moves nothing.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_checkpoint_moves_only_from_where_it_was_read()
    {
        var all = await Checkpoints.AcquireAsync(Projection, await History.ListPartsAsync(Token), _share, Token);
        Assert.All(all, part => Assert.Equal((0, null, false, true), (part.Position, part.EventId, part.IsCaughtUp, part.IsHeld)));
        var id = NewId();
        var moved = all.Take(2).Select(part => (part, part with { Position = 7, EventPosition = 6, EventId = id })).ToList();

        Assert.True(await Checkpoints.AdvanceAsync(Projection, moved, _share, Token));
        Assert.False(await Checkpoints.AdvanceAsync(Projection, moved, _share, Token));
        Assert.True(await Checkpoints.AdvanceAsync(
            Projection, [(all[2], all[2] with { Position = 9, IsCaughtUp = true })], _share, Token));

        var stored = (await Checkpoints.ReadAsync(Projection, Token)).OrderBy(part => part.Part, StringComparer.Ordinal).ToList();
        Assert.Equal((7, 6, id, false), (stored[0].Position, stored[0].EventPosition, stored[0].EventId!.Value, stored[0].IsCaughtUp));
        Assert.Equal((9, 0, null, true), (stored[2].Position, stored[2].EventPosition, stored[2].EventId, stored[2].IsCaughtUp));
        Assert.Equal([Projection], await Checkpoints.ListProjectionsAsync(Token));
    }

    /// <summary>In a read database that was put back meanwhile, somebody else may stand at the same position.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_checkpoint_is_moved_only_by_who_holds_it()
    {
        var all = await Checkpoints.AcquireAsync(Projection, await History.ListPartsAsync(Token), _share, Token);
        await Checkpoints.ReleaseAsync(Projection, Token);

        Assert.False(await Checkpoints.AdvanceAsync(Projection, [(all[0], all[0] with { Position = 7 })], _share, Token));

        Assert.All(await Checkpoints.ReadAsync(Projection, Token), part => Assert.Equal(0, part.Position));
    }

    /// <summary>All of it once, and never over progress that the projection has itself.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_progress_of_a_former_name_is_taken_over_once()
    {
        var (applied, held) = (NewId(), NewId());
        await ApplyAsync(applied, 1);
        await HoldAsync(Held(held, 3, HoldReason.Parked));
        await Gaps.RecordAsync(Projection, [Hole(held.ToString(), 1, 2, HoleState.Open)], Token);
        var all = await Checkpoints.AcquireAsync(Projection, await History.ListPartsAsync(Token), _share, Token);
        await Checkpoints.AdvanceAsync(Projection, [(all[0], all[0] with { Position = 5 })], _share, Token);

        Assert.False(await Checkpoints.TakeOverAsync("new", "never there", Token));
        Assert.True(await Checkpoints.TakeOverAsync("new", Projection, Token));
        Assert.False(await Checkpoints.TakeOverAsync("new", Projection, Token));

        var status = await ProjectionOperations.GetStatusAsync("new", Token);
        Assert.Equal((1, 1, 1), (status.Streams, status.Parked, status.Holes));
        Assert.Equal(5, (await Checkpoints.ReadAsync("new", Token)).Max(part => part.Position));
        Assert.Equal(0, (await ProjectionOperations.GetStatusAsync(Projection, Token)).Streams);
        await ApplyAsync(NewId(), 1);
        Assert.False(await Checkpoints.TakeOverAsync("new", Projection, Token));
    }

    /// <summary>Waiting behind a dead letter, or for an event that is on record as missing, is no gap.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Streams_that_lack_something_are_found()
    {
        var (begin, middle, behind, known) = (NewId(), NewId(), NewId(), NewId());
        await ApplyAsync(middle, 4);
        await HoldAsync(
            Held(begin, 3, HoldReason.Parked),
            Held(begin, 5, HoldReason.Parked),
            Held(middle, 7, HoldReason.Parked),
            Held(behind, 1, HoldReason.DeadLetter),
            Held(behind, 2, HoldReason.Parked),
            Held(known, 2, HoldReason.Parked));
        await Gaps.RecordAsync(Projection, [Hole(known.ToString(), 1, 1, HoleState.Open)], Token);

        var found = await Gaps.FindAsync(Projection, 10, Token);

        Assert.Equal(
            new HashSet<StreamGap> { new(begin.ToString(), 0, 2), new(middle.ToString(), 4, 6) }, [.. found]);
        var recorded = Assert.Single(await Gaps.ReadRecordedAsync(Projection, string.Empty, 10, Token));
        Assert.Equal((known.ToString(), 0, 1), (recorded.StreamId, recorded.AppliedVersion, recorded.UntilVersion));
        Assert.Empty(await Gaps.ReadRecordedAsync(Projection, known.ToString(), 10, Token));
        Assert.Equal(1, await Gaps.CloseAsync(Projection, [recorded.Known!], Token));
        Assert.Equal(3, (await Gaps.FindAsync(Projection, 10, Token)).Count);
    }

    /// <summary>What is put on record by who has seen less of it, or has seen it before, takes nothing off the record.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_hole_that_reaches_further_by_now_is_neither_shortened_nor_closed_while_it_is_awaited()
    {
        var id = NewId().ToString();
        await Gaps.RecordAsync(Projection, [Hole(id, 1, 2, HoleState.Awaited)], Token);
        await Gaps.RecordAsync(Projection, [Hole(id, 1, 5, HoleState.Awaited)], Token);

        await Gaps.RecordAsync(Projection, [Hole(id, 1, 3, HoleState.Awaited)], Token);

        Assert.Equal(5, await UntilAsync());
        Assert.Equal(0, await Gaps.CloseAsync(Projection, [Hole(id, 1, 2, HoleState.Awaited)], Token));
        Assert.Equal(5, await UntilAsync());
        await Gaps.RecordAsync(Projection, [Hole(id, 1, 4, HoleState.Open)], Token);
        Assert.Equal(4, await UntilAsync());
        Assert.Equal(1, await Gaps.CloseAsync(Projection, [Hole(id, 1, 4, HoleState.Open)], Token));

        async Task<long> UntilAsync() => Assert.Single(await Gaps.ReadRecordedAsync(Projection, string.Empty, 10, Token)).UntilVersion;
    }

    /// <summary>The first ones to insert a row exclude each other.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Instances_that_put_the_same_hole_on_record_at_once_lose_none_of_the_others()
    {
        var same = Hole(NewId().ToString(), 1, 2, HoleState.Awaited);
        var others = Enumerable.Range(0, 8).Select(_ => Hole(NewId().ToString(), 1, 1, HoleState.Awaited)).ToList();

        await Task.WhenAll(others.Select(other => Task.Run(() => Gaps.RecordAsync(Projection, [same, other], Token), Token)));

        Assert.Equal(
            [.. others.Append(same).Select(hole => hole.StreamId).Order(StringComparer.Ordinal)],
            (await Gaps.ReadRecordedAsync(Projection, string.Empty, 20, Token)).Select(gap => gap.StreamId).Order(StringComparer.Ordinal));
    }

    /// <summary>The stream goes on behind it, and who decided that is on record.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_accepted_hole_lets_its_stream_go_on()
    {
        var (one, other) = (NewId().ToString(), NewId().ToString());
        var holes = new[] { Hole(one, 1, 2, HoleState.Open), Hole(other, 1, 1, HoleState.Open), Hole(string.Empty, 1, 9, HoleState.Open) };
        Assert.Equal(3, (await Gaps.RecordAsync(Projection, holes, Token)).Count);
        Assert.Empty(await Gaps.RecordAsync(Projection, holes, Token));
        await HoldAsync(Held(Guid.Parse(one), 3, HoldReason.Parked));

        Assert.True(await Holes.AcceptAsync(Projection, one, "me", "They were tests.", Token));
        Assert.False(await Holes.AcceptAsync(Projection, one, "me", "They were tests.", Token));

        Assert.Equal(2, (await ProjectionPositions.FindPositionAsync(Projection, one, Token))!.Version);
        Assert.Equal(3, Assert.Single((await ReadDueAsync(_now)).Events).Envelope.StreamVersion);
        var accepted = Assert.Single(await Holes.ListAsync(Projection, HoleState.Accepted, 10, Token));
        Assert.Equal((_now, "me", "They were tests."), (accepted.AcceptedAt, accepted.AcceptedBy, accepted.Reason));
        Assert.Equal(2, await Holes.AcceptAllAsync(Projection, "me", "All of them.", Token));
        Assert.Equal(0, await Gaps.CountOpenAsync(Projection, Token));
        Assert.Empty(await Gaps.RecordAsync(Projection, holes, Token));
    }

    /// <summary>Up to there, and it is on record that it is gone.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Retention_deletes_nothing_beyond_a_position_and_says_how_far_it_has_come()
    {
        await Harness.AddHistoryAsync(250, _now.AddDays(-2));
        var keys = await ReadHistoryAsync(await History.ListPartsAsync(Token), long.MaxValue);
        Assert.All((await History.FindDeletedAsync(["0", "7"], Token)).Values, deleted => Assert.Equal(0, deleted));

        Assert.Equal(100, await DeletePublishedAsync(TimeSpan.FromDays(1), keys[99].Position));

        Assert.All(
            (await History.FindDeletedAsync(["0", "7"], Token)).Values, deleted => Assert.Equal(keys[99].Position, deleted));
        Assert.Equal(150, await Retention.CountOldAsync(TimeSpan.FromDays(1), keys[99].Position, 1_000, Token));
        Assert.Equal(20, await Retention.CountOldAsync(TimeSpan.FromDays(1), keys[99].Position, 20, Token));
        Assert.Equal(0, await Retention.CountOldAsync(TimeSpan.FromDays(3), keys[99].Position, 1_000, Token));
    }

    /// <summary>They are there until they are forgotten.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Readers_of_history_are_kept_until_they_are_forgotten()
    {
        await Readers.ReportAsync("b", 5, Token);
        await Readers.ReportAsync("a", 9, Token);
        await Readers.ReportAsync("b", 4, Token);

        Assert.Equal([new HistoryReader("b", 4, _now), new HistoryReader("a", 9, _now)], await Readers.ListAsync(Token));
        Assert.True(await Readers.ForgetAsync("b", Token));
        Assert.False(await Readers.ForgetAsync("b", Token));
        Assert.Equal([new HistoryReader("a", 9, _now)], await Readers.ListAsync(Token));
    }

    private static ProjectionHole Hole(string streamId, long from, long to, HoleState state) => new(streamId, from, to, state, _now);

    private static async Task<int> HeldByAsync(IServiceProvider services, string projection = Projection)
    {
        var parts = await services.GetRequiredService<IEventHistory>().ListPartsAsync(Token);
        return (await services.GetRequiredService<IHistoryCheckpoints>().AcquireAsync(projection, parts, _share, Token))
            .Count(part => part.IsHeld);
    }

    private async Task<List<HistoryKey>> ReadHistoryAsync(IReadOnlyCollection<string> parts, long upTo)
    {
        var keys = new List<HistoryKey>();
        IReadOnlyList<HistoryKey> page;
        do
        {
            page = await History.ReadKeysAsync(parts, keys.Count == 0 ? 0 : keys[^1].Position, upTo, 7, Token);
            keys.AddRange(page);
        }
        while (page.Count == 7);

        return keys;
    }
}
