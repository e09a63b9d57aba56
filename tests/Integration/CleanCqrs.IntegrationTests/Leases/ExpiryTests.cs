using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CleanCqrs.IntegrationTests.Leases;

public sealed class ExpiryTests : LeaseTest
{
    [Fact]
    public async Task What_has_expired_is_taken_over_in_a_new_epoch()
    {
        var (silent, other) = (Build(), Build());
        var before = await AcquireAsync(silent);

        Bank.ExpireLeases(before.Owner);
        var after = await AcquireAsync(other);

        after.Ranges.ShouldBe(before.Ranges.Select(range => range with { Epoch = range.Epoch + 1 }));
    }

    [Fact]
    public async Task A_lease_expires_by_the_clock_of_the_database_when_nobody_renews_it()
    {
        var (silent, other) = (Build(), Build());
        (await silent.Leases.AcquireAsync(TimeSpan.FromMilliseconds(300), Token)).Ranges.Count.ShouldBe(8);

        await Eventually.HoldsAsync(async () => (await AcquireAsync(other)).Ranges.Count == 8, "the other has taken everything over");
    }

    [Fact]
    public async Task A_lease_that_is_renewed_is_not_taken_over()
    {
        var (first, second) = (Build(), Build());
        var before = await AcquireAsync(first);

        Bank.ExpireLeases(before.Owner);
        await first.Leases.RenewAsync(Hour, Token);

        (await AcquireAsync(second)).Ranges.ShouldBeEmpty();
        (await AcquireAsync(first)).Ranges.ShouldBe(before.Ranges.Take(4), "half of it is the share of the other");
    }

    [Fact]
    public async Task An_expired_lease_that_nobody_has_taken_goes_on_in_its_epoch()
    {
        var host = Build();
        var before = await AcquireAsync(host);

        Bank.ExpireLeases();

        (await AcquireAsync(host)).Ranges.ShouldBe(before.Ranges);
    }

    [Fact]
    public async Task Instances_whose_clocks_are_hours_apart_share_as_if_they_were_not()
    {
        var early = Build(setup: bank => bank.Time = new FakeTimeProvider(Time.GetUtcNow().AddHours(-9)));
        var late = Build(setup: bank => bank.Time = new FakeTimeProvider(Time.GetUtcNow().AddHours(9)));
        var leases = await SettleAsync(early, late);
        leases.ShouldAllBe(lease => lease.Ranges.Count == 4);

        (await AcquireAsync(late)).Ranges.ShouldBe(leases[1].Ranges, "nothing of the early one has expired");
        (await AcquireAsync(early)).Ranges.ShouldBe(leases[0].Ranges, "nothing of the late one has expired");
        Bank.ExpireLeases(leases[1].Owner);
        (await AcquireAsync(early)).Ranges.Count.ShouldBe(8, "what has expired by the database is free, whatever the clocks of instances say");
    }
}
