using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using CleanCqrs.Testing.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    private static readonly IEnumerable<int> _everyRange = Enumerable.Range(0, Bucket.RangeCount);

    /// <summary>Nothing of the outbox is without an owner.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_instance_that_is_alone_owns_every_range() => Assert.Equal(_everyRange, RangesOf(await LeaseAsync(Services)));

    /// <summary>However many ask at once, and whatever expires meanwhile.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Instances_that_ask_at_once_share_the_ranges_fairly_and_no_range_has_two_owners_in_one_epoch()
    {
        var instances = Connect(3);
        var owners = new Dictionary<LeasedRange, string>();
        for (var round = 0; round < 9; round++)
        {
            var asked = await Task.WhenAll(instances.Select(instance => Task.Run(() => LeaseAsync(instance), Token)));
            foreach (var (lease, range) in asked.SelectMany(lease => lease.Ranges.Select(range => (lease, range))))
            {
                owners.TryAdd(range, lease.Owner);
                Assert.Equal(owners[range], lease.Owner);
            }

            if (round % 3 == 2)
            {
                await Harness.ExpireLeasesAsync();
            }
        }

        var leases = await SettleAsync(instances);

        Assert.Equal(_everyRange, leases.SelectMany(RangesOf).Order());
        Assert.Equal([2, 3, 3], leases.Select(lease => lease.Ranges.Count).Order());
    }

    /// <summary>Streams belong to ranges, and each instance sees its own only.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Every_message_is_read_by_the_one_instance_that_owns_its_range()
    {
        await OpenAsync([.. Enumerable.Range(0, 100).Select(_ => NewId())]);
        var leases = await SettleAsync(Connect(2));

        var read = new List<OutboxMessage>();
        foreach (var lease in leases)
        {
            var messages = await Outbox.ReadPendingAsync(lease, 1_000, _longestWait, [], Token);
            Assert.NotEmpty(messages);
            Assert.All(messages, message => Assert.Contains(RangeOf(message), RangesOf(lease)));
            Assert.Equal(messages.OrderBy(message => message.Position), messages);
            read.AddRange(messages);
        }

        Assert.Equal(100, read.Count);
        Assert.Equal(100, Names(read).Distinct().Count());
    }

    /// <summary>The fence: an owner who was stalled can record nothing any more.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_expired_lease_is_taken_over_in_a_new_epoch_and_its_old_owner_can_record_nothing_any_more()
    {
        await OpenAsync(NewId(), NewId(), NewId());
        var stalled = await LeaseAsync(Services);
        var messages = await ReadAsync();
        await Harness.ExpireLeasesAsync();
        var successor = await LeaseAsync(Harness.Connect(TimeProvider.System));
        PublishResult[] results = [PublishResult.Acknowledged, PublishResult.Rejected("too large"), PublishResult.Failed("no answer")];

        var lost = await Outbox.RecordAsync(
            stalled, [.. messages.Zip(results, (message, result) => new OutboxOutcome(message, result, TimeSpan.FromHours(1)))], Token);

        Assert.Equal(stalled.Ranges.Select(range => range with { Epoch = range.Epoch + 1 }), successor.Ranges);
        Assert.Equal(_everyRange, lost.Order());
        var status = await OutboxOperations.GetStatusAsync(Token);
        Assert.Equal((3, 0, 0), (status.Pending, status.DeadLetters, status.BlockedStreams));
        foreach (var message in await Outbox.ReadPendingAsync(successor, 10, _longestWait, [], Token))
        {
            Assert.Equal(0, message.Attempts);
            Assert.Null(Assert.Single(await OutboxTraces.TraceAsync(message.Envelope.StreamId, Token)).Error);
        }

        Assert.Empty(await Outbox.RecordAsync(successor, [.. messages.Select(Acknowledged)], Token));
        Assert.Equal(0, (await OutboxOperations.GetStatusAsync(Token)).Pending);
    }

    /// <summary>The fence stands between ranges, too.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_owner_that_has_lost_some_ranges_records_what_belongs_to_the_others()
    {
        await OpenAsync([.. Enumerable.Range(0, 100).Select(_ => NewId())]);
        var before = await LeaseAsync(Services);
        var messages = await Outbox.ReadPendingAsync(before, 1_000, _longestWait, [], Token);
        var other = Harness.Connect(TimeProvider.System);
        var taken = RangesOf((await SettleAsync([Services, other]))[1]).ToList();

        var lost = await Outbox.RecordAsync(before, [.. messages.Select(Acknowledged)], Token);

        Assert.Equal(4, taken.Count);
        Assert.Equal(taken, lost.Order());
        Assert.Equal(Names(messages.Where(message => taken.Contains(RangeOf(message)))), Names(await ReadAsync(services: other)));
        Assert.Empty(await ReadAsync());
    }

    /// <summary>It can't know what others have published and recorded in between.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_owner_that_has_lost_a_range_and_got_it_back_does_not_record_what_it_published_before()
    {
        await OpenAsync(NewId());
        var before = await LeaseAsync(Services);
        var message = (await ReadAsync())[0];
        await Harness.ExpireLeasesAsync();
        await LeaseAsync(Harness.Connect(TimeProvider.System));
        await Harness.ExpireLeasesAsync();
        Assert.Equal(_everyRange, RangesOf(await LeaseAsync(Services)));

        var rejected = new OutboxOutcome(message, PublishResult.Rejected("too large"), default);
        var lost = await Outbox.RecordAsync(before, [rejected], Token);

        Assert.Equal(_everyRange, lost.Order());
        Assert.Equal(1, (await OutboxOperations.GetStatusAsync(Token)).Pending);
    }

    /// <summary>Who stops in order makes nobody wait.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_lease_that_was_given_up_is_free_at_once()
    {
        await LeaseAsync(Services);
        await Services.GetRequiredService<IBucketLeases>().ReleaseAsync(Token);

        Assert.Equal(_everyRange, RangesOf(await LeaseAsync(Harness.Connect(TimeProvider.System))));
    }

    /// <summary>A transport that fences others off asks before it does, and again afterwards.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Whether_a_range_is_held_is_known_by_the_store_and_remembered_until_it_is_given_up()
    {
        if (Services.GetRequiredService<IBucketLeases>() is not ILeasedRanges ranges)
        {
            return;
        }

        Assert.Null(ranges.EpochOf(0));
        var range = (await LeaseAsync(Services)).Ranges[0];
        Assert.Equal(range.Epoch, ranges.EpochOf(range.Range));
        Assert.True(await ranges.IsHeldAsync(range, Token));
        Assert.False(await ranges.IsHeldAsync(range with { Epoch = range.Epoch - 1 }, Token));

        await Harness.ExpireLeasesAsync();
        Assert.False(await ranges.IsHeldAsync(range, Token));
        await LeaseAsync(Harness.Connect(TimeProvider.System));
        Assert.False(await ranges.IsHeldAsync(range, Token));
        Assert.Equal(range.Epoch, ranges.EpochOf(range.Range));

        await Services.GetRequiredService<IBucketLeases>().ReleaseAsync(Token);
        Assert.Null(ranges.EpochOf(range.Range));
    }

    /// <summary>Who renews keeps.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_lease_that_is_renewed_before_others_look_stays_with_its_owner()
    {
        await LeaseAsync(Services);
        await Harness.ExpireLeasesAsync();

        await Services.GetRequiredService<IBucketLeases>().RenewAsync(_leaseDuration, Token);

        Assert.Empty((await LeaseAsync(Harness.Connect(TimeProvider.System))).Ranges);
    }

    /// <summary>There was nobody else who could have recorded anything.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_expired_lease_that_nobody_has_taken_goes_on_in_its_epoch()
    {
        var before = await LeaseAsync(Services);

        await Harness.ExpireLeasesAsync();

        Assert.Equal(before.Ranges, (await LeaseAsync(Services)).Ranges);
    }

    /// <summary>Who is gone for good does not keep its ranges.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_lease_that_nobody_renews_runs_out_by_itself()
    {
        await Services.GetRequiredService<IBucketLeases>().AcquireAsync(TimeSpan.FromMilliseconds(300), Token);
        var other = Harness.Connect(TimeProvider.System);

        await Eventually.HoldsAsync(
            async () => (await LeaseAsync(other)).Ranges.Count == Bucket.RangeCount, () => "another instance has taken everything over");
    }

    /// <summary>Leases run by the clock of the database.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_instance_whose_clock_is_wrong_takes_what_has_expired_by_the_database_and_nothing_else()
    {
        await LeaseAsync(Services);
        var late = Harness.Connect(new ClockAt(DateTimeOffset.UtcNow.AddYears(1)));
        var early = Harness.Connect(new ClockAt(DateTimeOffset.UtcNow.AddYears(-1)));

        Assert.Empty((await LeaseAsync(late)).Ranges);
        Assert.Empty((await LeaseAsync(early)).Ranges);
        await Harness.ExpireLeasesAsync();
        Assert.Equal(_everyRange, RangesOf(await LeaseAsync(early)));
        Assert.Empty((await LeaseAsync(late)).Ranges);
    }

    private static IEnumerable<int> RangesOf(BucketLease lease) => lease.Ranges.Select(range => range.Range).Order();

    private static int RangeOf(OutboxMessage message) => Bucket.RangeOf(message.Envelope.StreamId);

    /// <summary>Lets every instance look after its leases, in turn, until everybody has seen what the others did.</summary>
    private static async Task<List<BucketLease>> SettleAsync(IReadOnlyList<IServiceProvider> instances)
    {
        var leases = new List<BucketLease>();
        for (var round = 0; round < 3; round++)
        {
            leases.Clear();
            foreach (var instance in instances)
            {
                leases.Add(await LeaseAsync(instance));
            }
        }

        return leases;
    }

    private List<IServiceProvider> Connect(int count) => [.. Enumerable.Range(0, count).Select(_ => Harness.Connect(TimeProvider.System))];
}
