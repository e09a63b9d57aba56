using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>One transaction for both.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Read_model_and_progress_are_committed_together()
    {
        var id = NewId();

        await ApplyAsync(id, 1);

        Assert.Equal(1, (await FindViewAsync(id))!.Balance);
        Assert.Equal(new StreamPosition(id.ToString(), 1, _now, _now), await ProjectionPositions.FindPositionAsync(
            Projection, id.ToString(), Token));
        Assert.Null(await ProjectionPositions.FindPositionAsync("another", id.ToString(), Token));
    }

    /// <summary>Those who wait look together.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Positions_of_some_streams_are_found_together_without_those_that_the_projection_has_not_seen()
    {
        var (one, other, unseen, unasked) = (NewId(), NewId(), NewId(), NewId());
        await ApplyAsync(one, 1);
        await ApplyAsync(one, 2);
        await ApplyAsync(other, 1);
        await ApplyAsync(unasked, 1);
        string[] asked = [one.ToString(), other.ToString(), unseen.ToString()];

        var found = await ProjectionPositions.FindPositionsAsync(Projection, asked, Token);

        Assert.Equal(
            [new StreamPosition(one.ToString(), 2, _now, _now), new StreamPosition(other.ToString(), 1, _now, _now)],
            found.OrderByDescending(position => position.Version));
        Assert.Empty(await ProjectionPositions.FindPositionsAsync("another", asked, Token));
        Assert.Empty(await ProjectionPositions.FindPositionsAsync(Projection, [], Token));
    }

    /// <summary>A projector that throws leaves nothing behind.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_session_that_is_not_committed_leaves_neither_read_model_nor_progress()
    {
        var id = NewId();

        await Assert.ThrowsAsync<NotSupportedException>(() => Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.LoadProgressAsync([id.ToString()], token);
                await session.BeginTransactionAsync(token);
                session.Services.GetRequiredService<IWalletViews>().Add(new WalletView { WalletId = id });
                session.Advance(id.ToString(), 1, NewId(), _now);
                throw new NotSupportedException();
            },
            Token));

        Assert.Null(await FindViewAsync(id));
        Assert.Null(await ProjectionPositions.FindPositionAsync(Projection, id.ToString(), Token));
    }

    /// <summary>Exactly once, also when two instances have the same event in hand: the first and a later one of the stream.</summary>
    /// <param name="version">The version that both apply.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_two_instances_that_apply_the_same_event_one_is_refused(long version)
    {
        var id = NewId();
        for (var before = 1; before < version; before++)
        {
            await ApplyAsync(id, before);
        }

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.LoadProgressAsync([id.ToString()], token);
                await ApplyAsync(id, version);
                await session.BeginTransactionAsync(token);
                session.Advance(id.ToString(), version, NewId(), _now);
                await session.CommitAsync(token);
            },
            Token));

        Assert.Equal(version, (await FindViewAsync(id))!.Balance);
        Assert.Equal(version, (await ProjectionPositions.FindPositionAsync(Projection, id.ToString(), Token))!.Version);
    }

    /// <summary>Versions of more streams than a statement has room for parameters.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task The_versions_of_thousands_of_streams_are_loaded_at_once()
    {
        var streams = Enumerable.Range(0, 5_000).Select(number => $"stream-{number}").ToList();

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                Assert.Empty(await session.LoadProgressAsync(streams, token));
                await session.BeginTransactionAsync(token);
                streams.ForEach(stream => session.Advance(stream, 3, NewId(), _now));
                await session.CommitAsync(token);
            },
            Token);

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) => Assert.Equal(
                streams.Count, (await session.LoadProgressAsync(streams, token)).Count(stream => stream.Value.Version == 3)),
            Token);
    }

    /// <summary>A parked event comes back whole, in the order of versions, and goes when it is applied.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Parked_events_are_kept_whole_until_they_are_released()
    {
        var id = NewId();
        var parked = new[] { Held(id, 4, HoldReason.Parked), Held(id, 3, HoldReason.Parked) };
        await HoldAsync(parked);

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                await session.LoadProgressAsync([id.ToString()], token);
                var held = await session.LoadParkedRunAsync(new StreamPlace(id.ToString(), 3), 10, token);
                Assert.Equal([3, 4], held.Select(one => one.Envelope.StreamVersion));
                AssertSame(parked[1], held[0]);
                await session.BeginTransactionAsync(token);
                session.Release(held[0].Key);
                session.Advance(id.ToString(), 3, NewId(), _now);
                await session.CommitAsync(token);
            },
            Token);

        Assert.Equal([4], await HeldVersionsAsync(HoldReason.Parked));
        Assert.Equal([4], (await ReadDueAsync(_now)).Events.Select(held => held.Envelope.StreamVersion));
    }

    /// <summary>
    /// What decides about a place is loaded without the rest of the stream, and is changed and let go of without the event.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_is_held_is_looked_up_and_changed_by_its_place()
    {
        var id = NewId();
        var parked = Enumerable.Range(1, 6).Select(version => Held(id, version, HoldReason.Parked) with { Error = null }).ToArray();
        await HoldAsync(parked);

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                var held = await session.LoadHeldAsync(
                    [new(id.ToString(), 2), new(id.ToString(), 3), new(id.ToString(), 4), new(id.ToString(), 9), new("another", 1)],
                    token);
                Assert.Equal(parked[1..4].Select(one => one.Key), held);
                await session.BeginTransactionAsync(token);
                session.Change(held[0] with { Reason = HoldReason.Retrying, RetryAt = _now });
                session.Release(held[1]);
                session.Hold(parked[3] with { Reason = HoldReason.DeadLetter, Attempts = 8, Error = "It can't." });
                await session.CommitAsync(token);
            },
            Token);

        Assert.Equal([1, 5, 6], await HeldVersionsAsync(HoldReason.Parked));
        AssertSame(
            parked[1] with { Reason = HoldReason.Retrying, RetryAt = _now },
            Assert.Single(await ProjectionOperations.ListHeldAsync(Projection, HoldReason.Retrying, 10, Token)));
        AssertSame(
            parked[3] with { Reason = HoldReason.DeadLetter, Attempts = 8, Error = "It can't." },
            Assert.Single(await ProjectionOperations.ListHeldAsync(Projection, HoldReason.DeadLetter, 10, Token)));
    }

    /// <summary>A run ends at the first version that is missing, or that is held for another reason.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Parked_events_that_follow_each_other_are_loaded_in_pages()
    {
        var id = NewId();
        await HoldAsync(
            Held(id, 2, HoldReason.Parked),
            Held(id, 3, HoldReason.Parked),
            Held(id, 4, HoldReason.Parked),
            Held(id, 5, HoldReason.DeadLetter),
            Held(id, 6, HoldReason.Parked));

        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                Assert.Equal([2, 3, 4], await RunAsync(session, 2, 10, token));
                Assert.Equal([2, 3], await RunAsync(session, 2, 2, token));
                Assert.Equal([], await RunAsync(session, 5, 10, token));
                Assert.Equal([6], await RunAsync(session, 6, 10, token));
            },
            Token);

        async Task<IEnumerable<long>> RunAsync(IProjectionSession session, long first, int count, CancellationToken token) =>
            (await session.LoadParkedRunAsync(new StreamPlace(id.ToString(), first), count, token))
                .Select(held => held.Envelope.StreamVersion);
    }

    /// <summary>The last event is known beside its version; a collision is decided by accepting what came second.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_collision_is_accepted_and_what_is_parked_behind_it_is_due_only_then()
    {
        var id = NewId();
        await ApplyAsync(id, 1);
        var other = Held(id, 1, HoldReason.Collision);
        await HoldAsync(other, Held(id, 2, HoldReason.Parked));
        Assert.Equal(1, (await ProjectionOperations.GetStatusAsync(Projection, Token)).Collisions);
        Assert.Empty((await ReadDueAsync(_now)).Events);

        Assert.True(await ProjectionOperations.AcceptCollisionAsync(Projection, id.ToString(), Token));

        Assert.False(await ProjectionOperations.AcceptCollisionAsync(Projection, id.ToString(), Token));
        Assert.Equal([2], (await ReadDueAsync(_now)).Events.Select(held => held.Envelope.StreamVersion));
        await Projections.RunAsync(
            Projection,
            turn: null,
            async (session, token) => Assert.Equal(
                new StreamProgress(1, other.Envelope.EventId), (await session.LoadProgressAsync([id.ToString()], token))[id.ToString()]),
            Token);
    }

    /// <summary>The schedule of attempts is on record.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_event_that_failed_is_due_at_its_time_and_not_before()
    {
        var (early, late) = (NewId(), NewId());
        await HoldAsync(
            Held(late, 1, HoldReason.Retrying) with { RetryAt = _now.AddMinutes(2) },
            Held(early, 1, HoldReason.Retrying) with { RetryAt = _now.AddMinutes(1) });

        var before = await ReadDueAsync(_now);
        var then = await ReadDueAsync(_now.AddMinutes(1));

        Assert.Empty(before.Events);
        Assert.Equal(TimeSpan.FromMinutes(1), before.NextIn);
        Assert.Equal([early.ToString()], then.Events.Select(held => held.Envelope.StreamId));
        Assert.Equal(TimeSpan.FromMinutes(1), then.NextIn);
    }

    /// <summary>
    /// It waits for its predecessor; what another instance has applied meanwhile is due as well, so that nothing stays parked for ever.
    /// </summary>
    /// <param name="version">The version of the event that is parked in a stream of which two are applied.</param>
    /// <param name="isDue">Whether it is due.</param>
    /// <returns>The test.</returns>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task A_parked_event_is_due_as_soon_as_nothing_is_missing_before_it(long version, bool isDue)
    {
        var id = NewId();
        await ApplyAsync(id, 1);
        await ApplyAsync(id, 2);
        await HoldAsync(Held(id, version, HoldReason.Parked));

        var due = await ReadDueAsync(_now);

        Assert.Equal(isDue ? [version] : [], due.Events.Select(held => held.Envelope.StreamVersion));
        Assert.Null(due.NextIn);
    }

    /// <summary>What another projection has applied does not count.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_parked_event_of_a_stream_that_this_projection_has_not_begun_is_not_due()
    {
        var id = NewId();
        await HoldAsync(Held(id, 2, HoldReason.Parked));
        await Projections.RunAsync(
            "another",
            turn: null,
            async (session, token) =>
            {
                await session.LoadProgressAsync([id.ToString()], token);
                await session.BeginTransactionAsync(token);
                session.Advance(id.ToString(), 1, NewId(), _now);
                await session.CommitAsync(token);
            },
            Token);

        Assert.Empty((await ReadDueAsync(_now)).Events);
    }

    /// <summary>Parked events come when none that failed is due.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Events_that_failed_come_before_parked_ones()
    {
        var (failed, parked) = (NewId(), NewId());
        await ApplyAsync(parked, 1);
        await HoldAsync(
            Held(parked, 2, HoldReason.Parked), Held(failed, 1, HoldReason.Retrying) with { RetryAt = _now.AddMinutes(1) });

        var before = await ReadDueAsync(_now);
        var then = await ReadDueAsync(_now.AddMinutes(1));

        Assert.Equal([parked.ToString()], before.Events.Select(held => held.Envelope.StreamId));
        Assert.Equal(TimeSpan.FromMinutes(1), before.NextIn);
        Assert.Equal([failed.ToString()], then.Events.Select(held => held.Envelope.StreamId));
    }

    /// <summary>
    /// Dead letters are listed by stream and version, and a redrive, of which the trail tells, makes them due with a fresh count.
    /// </summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Dead_letters_are_listed_in_stream_order_and_a_redrive_makes_them_due()
    {
        var id = NewId();
        var (second, third) = (
            Held(id, 2, HoldReason.DeadLetter) with { Attempts = 9 }, Held(id, 3, HoldReason.DeadLetter) with { Attempts = 9 });
        await HoldAsync(third, second);
        Assert.Equal([2, 3], await HeldVersionsAsync(HoldReason.DeadLetter));
        Assert.Equal(2, (await ProjectionOperations.GetStatusAsync(Projection, Token)).DeadLetters);

        var stream = DeadLetterId.Failed(Projection, id.ToString(), 0);
        Assert.Equal(2, await RedriveAsync(stream));

        Assert.Equal(0, await RedriveAsync(stream));
        await AssertRedrivesAsync(_now, stream.Kind, Projection, second.Envelope, third.Envelope);
        var due = (await ReadDueAsync(_now)).Events;
        Assert.Equal(2, due.Count);
        Assert.All(due, held => Assert.Equal((HoldReason.Retrying, 0), (held.Reason, held.Attempts)));
    }

    /// <summary>A message that arrives again is kept once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_unreadable_message_is_kept_once_and_whole()
    {
        var message = new UnreadableMessage(
            new LogPosition("orders", 3, 42), new byte[] { 0, 255 }, null, [new("header", new byte[] { 1, 2 })], "no stream id");

        Assert.Single(await Projections.KeepUnreadableAsync(Projection, [message], Token));
        Assert.Empty(await Projections.KeepUnreadableAsync(Projection, [message], Token));

        var kept = Assert.Single(await ProjectionOperations.ListUnreadableAsync(Projection, 10, Token));
        Assert.Equal((message.Position, message.Error, _now), (kept.Message.Position, kept.Message.Error, kept.ReceivedAt));
        Assert.Equal(message.Key!.Value.ToArray(), kept.Message.Key!.Value.ToArray());
        Assert.Null(kept.Message.Payload);
        Assert.Equal(message.Headers[0].Value.ToArray(), kept.Message.Headers[0].Value.ToArray());
    }

    private static HeldEvent Held(Guid id, long version, HoldReason reason) => new(
        new EventEnvelope(
            NewId(), "contract.wallets.changed.v1", "contract.wallets.changed", id.ToString(), version, _now, new byte[] { 0, 1, 255 })
        {
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            ReceivedFrom = new LogPosition("contract.wallets.changed", 2, 77),
        },
        reason,
        _now,
        Attempts: 2,
        RetryAt: null,
        Error: "It can't.");

    private static void AssertSame(HeldEvent expected, HeldEvent actual)
    {
        Assert.Equal(expected.Envelope.Payload.ToArray(), actual.Envelope.Payload.ToArray());
        Assert.Equal(
            expected with { Envelope = expected.Envelope with { Payload = default } },
            actual with { Envelope = actual.Envelope with { Payload = default } });
    }

    private Task ApplyAsync(Guid id, long version) => Projections.RunAsync(
        Projection,
        turn: null,
        async (session, token) =>
        {
            await session.LoadProgressAsync([id.ToString()], token);
            await session.BeginTransactionAsync(token);
            var views = session.Services.GetRequiredService<IWalletViews>();
            if (await views.FindAsync(id, token) is not { } view)
            {
                view = new WalletView { WalletId = id };
                views.Add(view);
            }

            (view.Balance, view.ChangedAt) = (version, _now);
            session.Advance(id.ToString(), version, NewId(), _now);
            await session.CommitAsync(token);
        },
        Token);

    private Task<DueEvents> ReadDueAsync(DateTimeOffset now)
    {
        Harness.SetTime(now);
        return Projections.ReadDueAsync(Projection, 10, _longestWait, Token);
    }

    private static StreamPlace PlaceOf(HeldEvent held) => new(held.Envelope.StreamId, held.Envelope.StreamVersion);

    private Task HoldAsync(params HeldEvent[] events) => Projections.RunAsync(
        Projection,
        turn: null,
        async (session, token) =>
        {
            await session.LoadHeldAsync([.. events.Select(PlaceOf)], token);
            await session.BeginTransactionAsync(token);
            Array.ForEach(events, session.Hold);
            await session.CommitAsync(token);
        },
        Token);

    private async Task<IEnumerable<long>> HeldVersionsAsync(HoldReason reason) =>
        (await ProjectionOperations.ListHeldAsync(Projection, reason, 10, Token)).Select(held => held.Envelope.StreamVersion);

    private async Task<WalletView?> FindViewAsync(Guid id)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IWalletViews>().FindAsync(id, Token);
    }
}
