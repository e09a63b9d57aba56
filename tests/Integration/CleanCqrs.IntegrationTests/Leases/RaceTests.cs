using System.Data.Common;
using CleanCqrs.Application.Outbox;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Leases;

/// <summary>What others do between the look at the ranges and the first attempt to take one.</summary>
public sealed class RaceTests : LeaseTest
{
    [Fact]
    public async Task A_range_that_was_taken_and_given_up_after_it_was_seen_free_is_not_taken_in_its_old_epoch()
    {
        var other = Build();
        var race = new BeforeTaking(async () =>
        {
            await AcquireAsync(other);
            await other.Leases.ReleaseAsync(Token);
        });
        var late = Build(setup: bank => bank.Write = options => options.AddInterceptors(race));

        var lease = await AcquireAsync(late);

        race.HasHappened.ShouldBeTrue();
        lease.Ranges.ShouldNotBeEmpty("the other left some alone");
        lease.Ranges.ShouldBe(Bank.Leases().Where(row => row.Owner == lease.Owner).Select(row => new LeasedRange(row.Range, row.Epoch)));
    }

    [Fact]
    public async Task A_range_whose_owner_renews_it_after_it_was_seen_expired_stays_with_its_owner()
    {
        var owner = Build();
        var before = await AcquireAsync(owner);
        Bank.ExpireLeases(before.Owner);
        var race = new BeforeTaking(() => owner.Leases.RenewAsync(Hour, Token));
        var late = Build(setup: bank => bank.Write = options => options.AddInterceptors(race));

        (await AcquireAsync(late)).Ranges.ShouldBeEmpty();

        race.HasHappened.ShouldBeTrue();
        Bank.Leases().ShouldAllBe(row => row.Owner == before.Owner);
    }

    private sealed class BeforeTaking(Func<Task> act) : DbCommandInterceptor
    {
        public bool HasHappened { get; private set; }

        public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (!HasHappened && command.CommandText.Contains("\"epoch\" = \"epoch\" + 1", StringComparison.Ordinal))
            {
                HasHappened = true;
                await act();
            }

            return result;
        }
    }
}
