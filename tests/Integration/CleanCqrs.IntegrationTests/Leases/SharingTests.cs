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
    public async Task A_range_without_its_row_is_an_error_and_not_silence()
    {
        var host = Build();
        await AcquireAsync(host);
        Bank.Execute("DELETE FROM outbox_leases WHERE bucket_range = 3");

        (await Should.ThrowAsync<InvalidOperationException>(() => AcquireAsync(host))).Message.ShouldBe(
            "The table outbox_leases lacks the row of bucket range 3, so nobody would publish its events. Add it: "
            + "bucket_range 3, owner NULL, an epoch above all that the range has had, and any expires_at.");
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
