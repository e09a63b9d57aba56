using CleanCqrs.Application.Outbox;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class SharingTests : LeaseTest
{
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
    public async Task A_range_without_its_row_gets_it_back_in_an_epoch_above_all_before_and_one_line_says_so()
    {
        var host = Build();
        var before = await AcquireAsync(host);
        Bank.Execute("DELETE FROM outbox_leases WHERE bucket_range IN (3, 5)");

        var after = await AcquireAsync(host);

        after.Ranges.Select(range => range.Range).Order().ShouldBe(Enumerable.Range(0, Bucket.RangeCount));
        after.Ranges.Except(before.Ranges).Select(range => range.Range).Order().ShouldBe([3, 5]);
        after.Ranges.ShouldAllBe(range => range.Epoch >= before.Ranges.Single(held => held.Range == range.Range).Epoch);
        host.Log.Select(line => line.Message).Single(line => line.StartsWith("The table outbox_leases", StringComparison.Ordinal)).ShouldBe(
            "The table outbox_leases lacked the rows of the bucket ranges 3, 5; they are put back, and their events are published");
    }

    [Fact]
    public async Task Of_several_instances_that_look_at_once_one_puts_a_row_back()
    {
        var hosts = Enumerable.Range(0, 3).Select(_ => Build()).ToList();
        await SettleAsync(hosts);
        Bank.Execute("DELETE FROM outbox_leases; DELETE FROM outbox_relays");

        await Task.WhenAll(hosts.Select(host => Task.Run(() => AcquireAsync(host), Token)));

        ShouldBeShared(await SettleAsync(hosts), Shares(3));
        var restored = hosts.SelectMany(host => host.Log)
            .Where(line => line.Message.StartsWith("The table outbox_leases", StringComparison.Ordinal))
            .SelectMany(line => line.Message.Split(';')[0].Split("ranges ")[1].Split(", "));
        restored.Order().ShouldBe(Enumerable.Range(0, Bucket.RangeCount).Select(range => $"{range}"), "each row is put back once");
    }

    private static string Shares(int count) =>
        string.Join(
            ' ', Enumerable.Range(0, count).Select(place => (Bucket.RangeCount / count) + (place < Bucket.RangeCount % count ? 1 : 0)));

    private void ShouldBeShared(IReadOnlyList<BucketLease> leases, string shares)
    {
        string.Join(' ', leases.Select(lease => lease.Ranges.Count).OrderDescending()).ShouldBe(shares);
        var believed = leases.SelectMany(lease => lease.Ranges.Select(range => new StoredLease(range.Range, lease.Owner, range.Epoch)));
        Bank.Leases().ShouldBe(
            [.. believed.OrderBy(lease => lease.Range)], customMessage: "what the instances believe is what the database says");
    }
}
