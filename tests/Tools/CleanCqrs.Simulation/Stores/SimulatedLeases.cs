using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Leases;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The leases of one relay, as Entity Framework Core keeps them: the same statements in the same order, the same plan.</summary>
internal sealed class SimulatedLeases(LeaseTable table, string self, TimeProvider clock, IStoreCalls calls)
    : IBucketLeases, ILeasedRanges
{
    private List<int> _ranges = [];
    private IReadOnlyList<LeasedRange> _leased = [];

    public async Task<BucketLease> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        await RenewAsync(duration, cancellationToken);
        var rows = await calls.CallAsync("read leases", table.Read, cancellationToken);
        if (OwnIn(rows).Except(_ranges).Any())
        {
            _ranges = OwnIn(rows);
            await RenewRangesAsync(duration, cancellationToken);
            rows = await calls.CallAsync("read leases again", table.Read, cancellationToken);
        }

        var plan = LeasePlan.Of(self, rows, _ => false);
        if (rows.Exists(row => row is { Range: LeaseState.NoRange, Expired: 1 }))
        {
            await calls.CallAsync("forget expired relays", table.ForgetExpired, cancellationToken);
        }

        foreach (var range in plan.Surplus)
        {
            await calls.CallAsync($"give up range {range}", () => table.Release(self, range), cancellationToken);
        }

        var taken = new List<LeasedRange>();
        foreach (var free in plan.Free)
        {
            if (plan.Held.Count + taken.Count >= plan.Share)
            {
                break;
            }

            if (await calls.CallAsync($"take range {free.Range}", () => table.Take(self, free, duration), cancellationToken))
            {
                taken.Add(new LeasedRange(free.Range, free.Epoch + 1));
            }
        }

        _ranges = [.. plan.Held.Concat(taken).Select(range => range.Range)];
        _leased = [.. plan.Held, .. taken];
        return new BucketLease(self, _leased, start, duration);
    }

    public async Task RenewAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await calls.CallAsync("heartbeat", () => table.Renew(self, duration), cancellationToken);
        await RenewRangesAsync(duration, cancellationToken);
    }

    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        _leased = [];
        foreach (var range in OwnIn(await calls.CallAsync("read leases", table.Read, cancellationToken)))
        {
            await calls.CallAsync($"release range {range}", () => table.Release(self, range), cancellationToken);
        }

        await calls.CallAsync("leave", () => table.Leave(self), cancellationToken);
    }

    public long? EpochOf(int range) => _leased.FirstOrDefault(leased => leased.Range == range)?.Epoch;

    public Task<bool> IsHeldAsync(LeasedRange range, CancellationToken cancellationToken) => calls.CallAsync(
        "is range held",
        () => table.Read().Exists(row => (row.Range, row.Epoch, row.Owner, row.Expired) == (range.Range, range.Epoch, self, 0)),
        cancellationToken);

    private async Task RenewRangesAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        if (_ranges.Count > 0)
        {
            var ranges = _ranges;
            await calls.CallAsync("renew ranges", () => table.RenewRanges(self, ranges, duration), cancellationToken);
        }
    }

    private List<int> OwnIn(List<LeaseState> rows) =>
        [.. rows.Where(row => row.Range != LeaseState.NoRange && row.Owner == self).Select(row => row.Range)];
}
