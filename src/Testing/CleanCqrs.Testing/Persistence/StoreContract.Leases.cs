using CleanCqrs.Application.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>Nothing of the outbox is without an owner.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_instance_that_is_alone_owns_every_range()
    {
        Assert.Equal(Enumerable.Range(0, Bucket.RangeCount), (await LeaseAsync(Services)).Ranges.Select(range => range.Range));
    }

    /// <summary>However many ask at once.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Instances_that_start_at_once_share_the_ranges_fairly_and_no_range_has_two_owners()
    {
        var instances = Connect(3);
        await Task.WhenAll(instances.Select(instance => Task.Run(() => LeaseAsync(instance), Token)));

        var leases = new List<BucketLease>();
        for (var round = 0; round < 3; round++)
        {
            leases.Clear();
            foreach (var instance in instances)
            {
                leases.Add(await LeaseAsync(instance));
            }
        }

        Assert.Equal(Enumerable.Range(0, Bucket.RangeCount), leases.SelectMany(lease => lease.Ranges).Select(range => range.Range).Order());
        Assert.Equal([2, 3, 3], leases.Select(lease => lease.Ranges.Count).Order());
    }

    /// <summary>Streams belong to ranges, and each instance sees its own only.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Every_message_is_read_by_the_one_instance_that_owns_its_range()
    {
        await OpenAsync([.. Enumerable.Range(0, 100).Select(_ => NewId())]);
        var instances = Connect(2);
        await LeaseAsync(instances[0]);
        await LeaseAsync(instances[1]);

        var read = new List<List<OutboxMessage>> { await ReadAsync(services: instances[0]), await ReadAsync(services: instances[1]) };

        Assert.Equal(100, read.SelectMany(Names).Distinct().Count());
        Assert.Equal(100, read.Sum(messages => messages.Count));
        Assert.All(read, Assert.NotEmpty);
    }

    /// <summary>The fence: an owner who was stalled can record nothing any more.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_expired_lease_is_taken_over_and_its_old_owner_can_record_nothing_any_more()
    {
        await OpenAsync(NewId());
        var stalled = await LeaseAsync(Services);
        var message = (await ReadAsync())[0];
        await Harness.ExpireLeasesAsync();
        var successor = await LeaseAsync(Harness.Connect(TimeProvider.System));

        var lost = await Outbox.RecordAsync(stalled, [Acknowledged(message)], _now, Token);

        Assert.Equal(Enumerable.Range(0, Bucket.RangeCount), lost.Order());
        Assert.Equal(1, (await OutboxOperations.GetStatusAsync(Token)).Pending);
        Assert.All(successor.Ranges.Zip(stalled.Ranges), pair => Assert.True(pair.First.Epoch > pair.Second.Epoch));
        Assert.Empty(await Outbox.RecordAsync(successor, [Acknowledged(message)], _now, Token));
        Assert.Equal(0, (await OutboxOperations.GetStatusAsync(Token)).Pending);
    }

    /// <summary>Who stops in order makes nobody wait.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_lease_that_was_given_up_is_free_at_once()
    {
        await LeaseAsync(Services);
        await Services.GetRequiredService<IBucketLeases>().ReleaseAsync(Token);

        Assert.Equal(Bucket.RangeCount, (await LeaseAsync(Harness.Connect(TimeProvider.System))).Ranges.Count);
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

    /// <summary>Leases run by the clock of the database.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_instance_whose_clock_is_wrong_takes_nothing_from_the_others()
    {
        await LeaseAsync(Services);

        Assert.Empty((await LeaseAsync(Harness.Connect(new ClockAt(DateTimeOffset.UtcNow.AddYears(1))))).Ranges);
        Assert.Empty((await LeaseAsync(Harness.Connect(new ClockAt(DateTimeOffset.UtcNow.AddYears(-1))))).Ranges);
    }

    private List<IServiceProvider> Connect(int count) => [.. Enumerable.Range(0, count).Select(_ => Harness.Connect(TimeProvider.System))];
}
