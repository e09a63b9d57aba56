using CleanCqrs.Application.History;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Stores;
using CleanCqrs.Testing.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.DeadLetters;

/// <summary>What operators are promised about dead letters, on every database.</summary>
public abstract class DeadLetterContract : IAsyncLifetime
{
    private const string Projection = "wallets";
    private static readonly DateTimeOffset _now = new(2026, 3, 29, 1, 59, 59, 123, 456, TimeSpan.Zero);
    private static readonly DeadLetterFilter _all = new();
    private IStoreHarness _harness = null!;
    private IServiceProvider _services = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IDeadLetters DeadLetters => _services.GetRequiredService<IDeadLetters>();

    private IOutboxStore Outbox => _services.GetRequiredService<IOutboxStore>();

    public async ValueTask InitializeAsync()
    {
        _harness = await StoreHarness.StartAsync(MakeDatabase());
        _harness.SetTime(_now);
        _services = _harness.Connect(TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract IStoreDatabase MakeDatabase();

    [Fact]
    public async Task Pages_show_every_dead_letter_once_though_those_of_earlier_pages_are_redriven_meanwhile()
    {
        var refused = await RefuseAsync(7);
        await FailAsync(Enumerable.Range(1, 5).Select(number => Event($"wallet-{number}", 2)));
        await KeepAsync(3);

        var (seen, after) = (new List<DeadLetter>(), (DeadLetterId?)null);
        do
        {
            var page = await DeadLetters.ListAsync(_all, after, 2, Token);
            page.Items.Count.ShouldBeInRange(1, 2);
            seen.AddRange(page.Items);
            after = page.Next;
            foreach (var letter in page.Items.Where(letter => letter.Id.Position is null))
            {
                (await DeadLetters.RedriveAsync(letter.Id, "me", Token)).IsDone.ShouldBeTrue();
            }
        }
        while (after is not null);

        seen.Select(letter => letter.Id.Kind).ShouldBe(
        [
            .. Enumerable.Repeat(DeadLetterKind.Refused, 7),
            .. Enumerable.Repeat(DeadLetterKind.Failed, 5),
            .. Enumerable.Repeat(DeadLetterKind.Unreadable, 3),
        ]);
        seen.Where(letter => letter.Source == "outbox").Select(letter => letter.Id.StreamId).ShouldBe(refused, ignoreOrder: true);
        seen.Where(letter => letter.Id.Kind == DeadLetterKind.Failed).Select(letter => letter.Id.StreamId).ShouldBe(
            ["wallet-1", "wallet-2", "wallet-3", "wallet-4", "wallet-5"]);
        (await DeadLetters.ListAsync(_all, null, 100, Token)).Items.ShouldAllBe(letter => letter.Id.Kind == DeadLetterKind.Unreadable);
    }

    [Fact]
    public async Task A_dead_letter_is_found_whole()
    {
        await RefuseAsync(1);
        await FailAsync([Event("wallet-1", 2)]);
        await KeepAsync(1);

        foreach (var listed in (await DeadLetters.ListAsync(_all, null, 10, Token)).Items)
        {
            DeadLetterId.TryParse(listed.Id.ToString(), out var id).ShouldBeTrue();
            var found = (await DeadLetters.FindAsync(id, Token)).ShouldNotBeNull();
            found.Id.ShouldBe(listed.Id);
            found.Error.ShouldBe(listed.Error);
            (found.Envelope?.Payload ?? found.Message!.Payload!.Value).Length.ShouldBePositive();
        }

        (await DeadLetters.FindAsync(DeadLetterId.Failed(Projection, "wallet-1", 3), Token)).ShouldBeNull();
        (await DeadLetters.FindAsync(DeadLetterId.Failed("unknown", "wallet-1", 2), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_filter_leaves_what_it_means()
    {
        await RefuseAsync(2);
        await FailAsync([Event("wallet-1", 2), Event("wallet-2", 2) with { EventType = "other" }], "no such column: total\nat line 1");
        await FailAsync([Event("wallet-3", 2)], "Timeout", _now.AddDays(1));
        await KeepAsync(1);

        (await CountAsync(new DeadLetterFilter { Kinds = [DeadLetterKind.Refused] })).ShouldBe(2);
        (await CountAsync(new DeadLetterFilter { Source = Projection })).ShouldBe(4);
        (await CountAsync(new DeadLetterFilter { Source = "unknown" })).ShouldBe(0);
        (await CountAsync(new DeadLetterFilter { EventType = "other" })).ShouldBe(1);
        (await CountAsync(new DeadLetterFilter { Error = "such column" })).ShouldBe(2);
        (await CountAsync(new DeadLetterFilter { Error = "SUCH" })).ShouldBe(0);
        (await CountAsync(new DeadLetterFilter { StreamId = "wallet-3" })).ShouldBe(1);
        (await CountAsync(new DeadLetterFilter { Source = Projection, From = _now.AddHours(1) })).ShouldBe(1);
        (await CountAsync(new DeadLetterFilter { Kinds = [DeadLetterKind.Failed], To = _now.AddHours(1) })).ShouldBe(2);
        (await CountAsync(_all)).ShouldBe(6);
        var groups = await DeadLetters.GroupAsync(_all, Token);
        groups.IsComplete.ShouldBeTrue();
        groups.Items.ShouldBe(
            [
                new DeadLetterGroup(DeadLetterKind.Refused, "outbox", "contract.wallets.changed.v1", "too large", 2),
                new DeadLetterGroup(DeadLetterKind.Failed, Projection, "type", "no such column: total", 1),
                new DeadLetterGroup(DeadLetterKind.Failed, Projection, "other", "no such column: total", 1),
                new DeadLetterGroup(DeadLetterKind.Failed, Projection, "type", "Timeout", 1),
                new DeadLetterGroup(DeadLetterKind.Unreadable, Projection, null, "no ce_id", 1),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_refused_event_is_discarded_once_and_its_stream_goes_on_behind_it()
    {
        var stream = (await RefuseAsync(1, changes: 1))[0];
        (await PendingAsync()).ShouldBeEmpty();
        var id = DeadLetterId.Refused(stream, 1);

        (await DeadLetters.DiscardAsync(id, "Ann", "It is nobody's.", Token)).IsDone.ShouldBeTrue();

        var second = await DeadLetters.DiscardAsync(id, "Ben", "Again.", Token);
        second.IsDone.ShouldBeFalse();
        second.LastAction.ShouldNotBeNull().By.ShouldBe("Ann");
        var redrive = await DeadLetters.RedriveAsync(id, "Ben", Token);
        redrive.IsDone.ShouldBeFalse();
        redrive.LastAction.ShouldNotBeNull().Reason.ShouldBe("It is nobody's.");
        (await PendingAsync()).ShouldBe([2L]);
        var history = await _services.GetRequiredService<IEventHistory>().ReadStreamAsync(stream, 1, 10, Token);
        history.ShouldNotBeNull()[0].ShouldSatisfyAllConditions(
            item => item.State.ShouldBe(HistoryState.Discarded),
            item => item.DiscardedBy.ShouldBe("Ann"),
            item => item.DiscardReason.ShouldBe("It is nobody's."));
        history[1].State.ShouldBe(HistoryState.Pending);
        (await CountAsync(_all)).ShouldBe(0);
    }

    [Fact]
    public async Task A_failed_event_is_discarded_once_and_its_version_counts_as_applied()
    {
        await FailAsync([Event("wallet-1", 2)]);
        var id = DeadLetterId.Failed(Projection, "wallet-1", 2);

        (await DeadLetters.DiscardAsync(id, "Ann", "It can't be mended.", Token)).IsDone.ShouldBeTrue();

        (await DeadLetters.DiscardAsync(id, "Ben", "Again.", Token)).ShouldSatisfyAllConditions(
            outcome => outcome.IsDone.ShouldBeFalse(),
            outcome => outcome.LastAction.ShouldNotBeNull().What.ShouldBe(OperatorActionKind.Discard));
        (await DeadLetters.RedriveAsync(Projection, "wallet-1", "Ben", Token)).ShouldSatisfyAllConditions(
            outcome => outcome.IsDone.ShouldBeFalse(),
            outcome => outcome.LastAction.ShouldNotBeNull().Reason.ShouldBe("It can't be mended."));
        (await _services.GetRequiredService<IProjectionPositions>().FindPositionAsync(Projection, "wallet-1", Token))
            .ShouldNotBeNull().Version.ShouldBe(2);
        var hole = (await _services.GetRequiredService<IProjectionHoles>().ListAsync(Projection, HoleState.Accepted, 10, Token)).Single();
        (hole.FromVersion, hole.ToVersion, hole.AcceptedBy, hole.Reason).ShouldBe((2, 2, "Ann", "It can't be mended."));
    }

    [Fact]
    public async Task A_message_that_is_no_event_is_discarded_and_never_redriven()
    {
        await KeepAsync(1);
        var id = (await DeadLetters.ListAsync(_all, null, 1, Token)).Items.Single().Id;

        (await DeadLetters.RedriveAsync(id, "me", Token)).IsDone.ShouldBeFalse();
        (await DeadLetters.RedriveAllAsync(_all, "me", null, Token)).ShouldBe(0);
        (await DeadLetters.DiscardAsync(id, "Ann", "Foreign.", Token)).IsDone.ShouldBeTrue();
        (await DeadLetters.DiscardAsync(id, "Ann", "Foreign.", Token)).ShouldSatisfyAllConditions(
            outcome => outcome.IsDone.ShouldBeFalse(),
            outcome => outcome.LastAction.ShouldNotBeNull().Place.ShouldBe("topic[0]@1"));

        (await CountAsync(_all)).ShouldBe(0);
    }

    [Fact]
    public async Task A_redrive_of_all_that_is_meant_offers_each_once_and_leaves_the_others()
    {
        await RefuseAsync(3);
        await FailAsync([Event("wallet-1", 2), Event("wallet-2", 2) with { EventType = "other" }]);
        var reports = new List<RedriveProgress>();

        var redriven = await DeadLetters.RedriveAllAsync(
            new DeadLetterFilter { EventType = "type" }, "Ann", new Recorded(reports), Token);

        redriven.ShouldBe(1);
        reports.ShouldBe([new RedriveProgress(0, 1), new RedriveProgress(1, 1)]);
        (await CountAsync(_all)).ShouldBe(4);
        (await DeadLetters.RedriveAllAsync(_all, "Ann", null, Token)).ShouldBe(4);
        (await DeadLetters.RedriveAllAsync(_all, "Ann", null, Token)).ShouldBe(0);
        (await PendingAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_trail_tells_who_did_what_and_keeps_what_was_given_up()
    {
        var streams = await RefuseAsync(2);
        await FailAsync([Event("wallet-1", 2)]);
        await DeadLetters.RedriveAsync("outbox", streams[0], "Ann", Token);
        _harness.SetTime(_now.AddMinutes(1));
        await DeadLetters.DiscardAsync(DeadLetterId.Failed(Projection, "wallet-1", 2), "Ben", "Why not?", Token);
        _harness.SetTime(_now.AddMinutes(2));
        await DeadLetters.RedriveAllAsync(new DeadLetterFilter { Source = "outbox" }, "Cid", null, Token);
        var trail = _services.GetRequiredService<IOperatorActions>();

        var first = await trail.ListAsync(OperatorActionCursor.Newest, 2, Token);
        var second = await trail.ListAsync(first.Next.ShouldNotBeNull(), 2, Token);

        first.Items.Select(action => (action.At, action.By, action.What, action.Source, action.Count, action.Reason)).ShouldBe(
        [
            (_now.AddMinutes(2), "Cid", OperatorActionKind.RedriveMany, "outbox", 1, "source outbox"),
            (_now.AddMinutes(1), "Ben", OperatorActionKind.Discard, Projection, 1, "Why not?"),
        ]);
        first.Items[1].Letter.ShouldNotBeNull().ShouldContain("\"payload\":\"AQI=\"");
        second.Next.ShouldBeNull();
        second.Items.Single().ShouldSatisfyAllConditions(
            action => action.What.ShouldBe(OperatorActionKind.Redrive),
            action => action.StreamId.ShouldBe(streams[0]),
            action => action.StreamVersion.ShouldBe(1),
            action => action.EventId.ShouldNotBeNull(),
            action => action.Letter.ShouldBeNull());
    }

    [Fact]
    public async Task Old_actions_are_deleted_a_batch_at_a_time_and_younger_ones_stay()
    {
        await FailAsync(Enumerable.Range(1, 5).Select(number => Event($"wallet-{number}", 2)));
        for (var number = 1; number <= 5; number++)
        {
            _harness.SetTime(_now.AddDays(number));
            await DeadLetters.RedriveAsync(Projection, $"wallet-{number}", $"{number}", Token);
        }

        var store = _services.GetServices<IDeadLetterStore>().Single(store => store.Kinds.Contains(DeadLetterKind.Failed));
        _harness.SetTime(_now.AddDays(13.5));
        (await store.DeleteActionsAsync(TimeSpan.FromDays(10), 2, Token)).ShouldBe(2);
        (await store.DeleteActionsAsync(TimeSpan.FromDays(10), 2, Token)).ShouldBe(1);
        (await store.DeleteActionsAsync(TimeSpan.FromDays(10), 2, Token)).ShouldBe(0);

        (await store.ListActionsAsync(long.MaxValue, 10, Token)).Select(action => action.Action.By).ShouldBe(["5", "4"]);
    }

    [Fact]
    public async Task Retention_deletes_what_was_discarded_as_long_ago_and_no_dead_letter()
    {
        var streams = await RefuseAsync(2);
        _harness.SetTime(_now.AddDays(30));
        await DeadLetters.DiscardAsync(DeadLetterId.Refused(streams[0], 1), "Ann", "Why not?", Token);
        var retention = _services.GetRequiredService<IRetentionStore>();

        _harness.SetTime(_now.AddDays(31));
        (await retention.DeletePublishedAsync(TimeSpan.FromDays(7), 0, long.MaxValue, 100, Token)).Deleted.ShouldBe(0);
        _harness.SetTime(_now.AddDays(38));
        (await retention.DeletePublishedAsync(TimeSpan.FromDays(7), 0, long.MaxValue, 100, Token)).Deleted.ShouldBe(1);

        (await CountAsync(_all)).ShouldBe(1);
    }

    [Fact]
    public async Task A_projection_passes_over_an_event_that_was_given_up_only_where_it_is_the_next_one()
    {
        var gaps = _services.GetRequiredService<IProjectionGaps>();
        var given = new DiscardedEvent("wallet-1", 2, Guid.NewGuid(), "Ann", "Discarded.");
        (await gaps.PassOverAsync(Projection, [given], Token)).ShouldBe(0);
        await FailAsync([Event("wallet-1", 1)]);
        (await gaps.PassOverAsync(Projection, [given with { StreamVersion = 1 }], Token)).ShouldBe(0, "it has received that one");
        await DeadLetters.DiscardAsync(DeadLetterId.Failed(Projection, "wallet-1", 1), "Ann", "Why not?", Token);
        await gaps.RecordAsync(Projection, [new ProjectionHole("wallet-1", 2, 4, HoleState.Awaited, _now)], Token);

        (await gaps.PassOverAsync(Projection, [given, given with { StreamVersion = 4 }], Token)).ShouldBe(1);
        (await gaps.PassOverAsync(Projection, [given], Token)).ShouldBe(0);

        var holes = _services.GetRequiredService<IProjectionHoles>();
        (await holes.ListAsync(Projection, HoleState.Accepted, 10, Token)).Select(hole => (hole.FromVersion, hole.ToVersion))
            .ShouldBe([(1L, 1L), (2L, 2L)]);
        (await holes.ListAsync(Projection, HoleState.Awaited, 10, Token)).Select(hole => (hole.FromVersion, hole.ToVersion))
            .ShouldBe([(3L, 4L)]);
    }

    private static EventEnvelope Event(string stream, long version) =>
        new(Guid.NewGuid(), "type", "topic", stream, version, _now, new byte[] { 1, 2 });

    private async Task<int> CountAsync(DeadLetterFilter filter) => (await DeadLetters.ListAsync(filter, null, 100, Token)).Items.Count;

    private async Task<List<long>> PendingAsync()
    {
        var lease = await _services.GetRequiredService<IBucketLeases>().AcquireAsync(TimeSpan.FromHours(1), Token);
        return [.. (await Outbox.ReadPendingAsync(lease, 100, TimeSpan.FromHours(1), [], Token))
            .Select(message => message.Envelope.StreamVersion)];
    }

    /// <summary>Streams whose first event the transport has refused.</summary>
    private async Task<List<string>> RefuseAsync(int streams, int changes = 0)
    {
        var ids = Enumerable.Range(0, streams).Select(_ => Guid.CreateVersion7()).ToList();
        await using (var scope = _services.CreateAsyncScope())
        {
            foreach (var id in ids)
            {
                var wallet = Wallet.Open(id, _now);
                for (var change = 0; change < changes; change++)
                {
                    wallet.Change(1, _now);
                }

                scope.ServiceProvider.GetRequiredService<IWallets>().Add(wallet);
            }

            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().SaveChangesAsync(Token);
        }

        var lease = await _services.GetRequiredService<IBucketLeases>().AcquireAsync(TimeSpan.FromHours(1), Token);
        var pending = await Outbox.ReadPendingAsync(lease, 100, TimeSpan.FromHours(1), [], Token);
        await Outbox.RecordAsync(
            lease,
            [
                .. pending.Where(message => message.Envelope.StreamVersion == 1)
                    .Select(message => new OutboxOutcome(message, PublishResult.Rejected("too large"), default)),
            ],
            Token);
        return ids.ConvertAll(id => id.ToString());
    }

    /// <summary>Events that the projection could not apply; what is before them it has applied.</summary>
    private Task FailAsync(IEnumerable<EventEnvelope> events, string error = "no such column", DateTimeOffset? since = null) =>
        _services.GetRequiredService<IProjectionStore>().RunAsync(
            Projection,
            turn: null,
            async (session, token) =>
            {
                foreach (var envelope in events)
                {
                    if (envelope.StreamVersion > 1)
                    {
                        session.Advance(envelope.StreamId, envelope.StreamVersion - 1, Guid.NewGuid(), _now);
                    }

                    session.Hold(new HeldEvent(envelope, HoldReason.DeadLetter, since ?? _now, 8, null, error));
                }

                await session.CommitAsync(token);
            },
            Token);

    private async Task KeepAsync(int messages) => await _services.GetRequiredService<IProjectionStore>().KeepUnreadableAsync(
        Projection,
        [
            .. Enumerable.Range(1, messages).Select(offset => new UnreadableMessage(
                new LogPosition("topic", 0, offset),
                new byte[] { 7 },
                new byte[] { 8 },
                [KeyValuePair.Create("name", new ReadOnlyMemory<byte>([9]))],
                "no ce_id")),
        ],
        Token);

    private sealed class Recorded(List<RedriveProgress> reports) : IProgress<RedriveProgress>
    {
        public void Report(RedriveProgress value) => reports.Add(value);
    }
}
