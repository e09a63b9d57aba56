using CleanCqrs.Application.Outbox;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class SharingTests : LeaseTest
{
    [Theory]
    [InlineData(1, "8")]
    [InlineData(2, "4 4")]
    [InlineData(3, "3 3 2")]
    [InlineData(4, "2 2 2 2")]
    [InlineData(5, "2 2 2 1 1")]
    [InlineData(8, "1 1 1 1 1 1 1 1")]
    [InlineData(9, "1 1 1 1 1 1 1 1 0")]
    public async Task Instances_hold_equal_shares_and_every_range_has_one_owner(int count, string shares)
    {
        var leases = await SettleAsync(BuildMany(count));

        ShouldBeShared(leases, shares);
    }

    [Fact]
    public async Task Who_has_its_share_keeps_its_ranges_for_ever()
    {
        var hosts = BuildMany(3);
        await SettleAsync(hosts);
        var before = Bank.Leases();

        await SettleAsync(hosts);

        Bank.Leases().ShouldBe(before, "nothing goes to and fro");
    }

    [Fact]
    public async Task A_late_instance_gets_its_share_and_no_range_moves_without_need()
    {
        var hosts = BuildMany(2);
        await SettleAsync(hosts);
        var before = Bank.Leases();
        hosts.Add(Build());

        ShouldBeShared(await SettleAsync(hosts), "3 3 2");

        Bank.Leases().Except(before).Count().ShouldBe(2, "only what the late one got has a new owner");
    }

    [Fact]
    public async Task The_share_of_an_instance_that_leaves_goes_to_the_others()
    {
        var hosts = BuildMany(4);
        await SettleAsync(hosts);

        await hosts[1].Leases.ReleaseAsync(Token);
        hosts.RemoveAt(1);

        ShouldBeShared(await SettleAsync(hosts), "3 3 2");
    }

    [Fact]
    public async Task Instances_that_come_go_and_fall_silent_leave_no_range_without_owner_and_none_with_two()
    {
        var random = new Random(20_311);
        var hosts = BuildMany(1);
        for (var change = 0; change < 15; change++)
        {
            var leaving = hosts[random.Next(hosts.Count)];
            switch (random.Next(3))
            {
                case 0 when hosts.Count > 1:
                    await leaving.Leases.ReleaseAsync(Token);
                    hosts.Remove(leaving);
                    break;
                case 1 when hosts.Count > 1:
                    Bank.ExpireLeases((await AcquireAsync(leaving)).Owner);
                    hosts.Remove(leaving);
                    break;
                default:
                    hosts.Insert(random.Next(hosts.Count + 1), Build());
                    break;
            }

            ShouldBeShared(await SettleAsync(hosts), Shares(hosts.Count));
        }
    }

    [Fact]
    public async Task Instances_that_all_ask_at_the_same_time_never_get_the_same_range_in_the_same_epoch()
    {
        var hosts = BuildMany(4);
        var owners = new Dictionary<(int Range, long Epoch), string>();
        for (var round = 0; round < 20; round++)
        {
            var leases = await Task.WhenAll(hosts.Select(host => Task.Run(() => AcquireAsync(host), Token)));
            foreach (var (lease, range) in leases.SelectMany(lease => lease.Ranges.Select(range => (lease, range))))
            {
                owners.TryAdd((range.Range, range.Epoch), lease.Owner);
                owners[(range.Range, range.Epoch)].ShouldBe(lease.Owner);
            }

            if (round % 5 == 4)
            {
                Bank.ExpireLeases();
            }
        }

        ShouldBeShared(await SettleAsync(hosts), "2 2 2 2");
    }

    [Fact]
    public async Task An_instance_reads_the_messages_of_its_own_ranges_only()
    {
        var hosts = BuildMany(2);
        var leases = await SettleAsync(hosts);
        await hosts[0].OpenAsync(Accounts());

        var read = await Task.WhenAll(leases.Select(lease => hosts[0].Outbox.ReadPendingAsync(lease, 1_000, Time.GetUtcNow(), Token)));

        foreach (var (lease, messages) in leases.Zip(read))
        {
            messages.Select(message => Bucket.RangeOf(message.Envelope.StreamId)).Distinct().Order().ShouldBe(lease.Ranges.Select(range => range.Range).Order());
            messages.Select(message => message.Position).ShouldBeInOrder();
        }

        read.Sum(messages => messages.Count).ShouldBe(64);
    }

    [Fact]
    public async Task A_range_without_its_row_is_an_error_and_not_silence()
    {
        var host = Build();
        await AcquireAsync(host);
        Bank.Execute("DELETE FROM outbox_leases WHERE bucket_range = 3");

        (await Should.ThrowAsync<InvalidOperationException>(() => AcquireAsync(host))).Message.ShouldBe(
            "The table outbox_leases lacks the row of bucket range 3, so nobody would publish its events. Add it: bucket_range 3, owner NULL, an epoch above all "
            + "that the range has had, and any expires_at.");
    }

    private static string Shares(int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(place => (Bucket.RangeCount / count) + (place < Bucket.RangeCount % count ? 1 : 0)));

    private void ShouldBeShared(IReadOnlyList<BucketLease> leases, string shares)
    {
        string.Join(' ', leases.Select(lease => lease.Ranges.Count).OrderDescending()).ShouldBe(shares);
        var believed = leases.SelectMany(lease => lease.Ranges.Select(range => new StoredLease(range.Range, lease.Owner, range.Epoch)));
        Bank.Leases().ShouldBe([.. believed.OrderBy(lease => lease.Range)], customMessage: "what the instances believe is what the database says");
    }
}
