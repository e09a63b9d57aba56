using CleanCqrs.Application.Outbox;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// Keeps the leases in the write database, by the clock of the database. Which ranges it has is known there alone; here is remembered where
/// to look.
/// </summary>
internal sealed class EfBucketLeases<TContext>(
    IServiceScopeFactory scopes, IDatabaseClock clock, TimeProvider timeProvider, ILogger<EfBucketLeases<TContext>> logger)
    : IBucketLeases, ILeasedRanges
    where TContext : DbContext
{
    private readonly ContextPerCall<TContext> _contexts = new(scopes);
    private readonly MissingLeases _missing = new(clock, logger);
    private readonly RelayIdentity _self = RelayIdentity.Create();
    private LeaseStatements? _statements;
    private IReadOnlyCollection<int> _ranges = [];
    private volatile IReadOnlyList<LeasedRange> _leased = [];

    public Task<BucketLease> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            var start = timeProvider.GetTimestamp();
            var statements = StatementsFor(context);
            await RenewAsync(context, duration, cancellationToken);
            var rows = await ReadAsync(context, cancellationToken);
            if (OwnIn(rows).Except(_ranges).Any())
            {
                // Taken in a moment from which no answer came. Before it counts as held, it is renewed as the others are.
                _ranges = OwnIn(rows);
                await RenewRangesAsync(context, duration, cancellationToken);
                rows = await ReadAsync(context, cancellationToken);
            }

            var plan = LeasePlan.Of(_self.Name, rows, _self.IsDeadNeighbour);
            await ForgetAsync(context, rows, plan.Dead, cancellationToken);
            foreach (var range in plan.Surplus)
            {
                await context.Database.ExecuteSqlRawAsync(statements.Release, [_self.Name, range], cancellationToken);
            }

            var taken = await TakeAsync(context, duration, plan, cancellationToken);
            _ranges = [.. plan.Held.Concat(taken).Select(range => range.Range)];
            _leased = [.. plan.Held, .. taken];
            return new BucketLease(_self.Name, _leased, start, duration);
        });

    public Task RenewAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        _contexts.RunAsync(context => RenewAsync(context, duration, cancellationToken));

    public Task ReleaseAsync(CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context =>
        {
            _leased = [];

            // Asked for, not remembered: a stop in the midst of taking leaves ranges behind that were never counted as held.
            foreach (var range in OwnIn(await QueryAsync(context, cancellationToken)))
            {
                await context.Database.ExecuteSqlRawAsync(StatementsFor(context).Release, [_self.Name, range], cancellationToken);
            }

            return await context.Database.ExecuteSqlRawAsync(StatementsFor(context).Leave, [_self.Name], cancellationToken);
        });

    public long? EpochOf(int range) => _leased.FirstOrDefault(leased => leased.Range == range)?.Epoch;

    public Task<bool> IsHeldAsync(LeasedRange range, CancellationToken cancellationToken) =>
        _contexts.RunAsync(async context => (await QueryAsync(context, cancellationToken)).Exists(row =>
            (row.Range, row.Epoch, row.Owner, row.Expired) == (range.Range, range.Epoch, _self.Name, 0)));

    private List<int> OwnIn(List<LeaseState> rows) =>
        [.. rows.Where(row => row.Range != LeaseState.NoRange && row.Owner == _self.Name).Select(row => row.Range)];

    private LeaseStatements StatementsFor(TContext context) => _statements ??= new LeaseStatements(context);

    private async Task<int> RenewAsync(TContext context, TimeSpan duration, CancellationToken cancellationToken)
    {
        var statements = StatementsFor(context);
        object[] parameters = [_self.Name, Milliseconds(duration)];
        if (await context.Database.ExecuteSqlRawAsync(statements.Heartbeat, parameters, cancellationToken) == 0)
        {
            await context.Database.ExecuteSqlRawAsync(statements.Register, parameters, cancellationToken);
        }

        return await RenewRangesAsync(context, duration, cancellationToken);
    }

    private async Task<int> RenewRangesAsync(TContext context, TimeSpan duration, CancellationToken cancellationToken)
    {
        var ranges = _ranges;
        return ranges.Count == 0
            ? 0
            : await context.Database.ExecuteSqlRawAsync(
                StatementsFor(context).Renew(ranges.Count),
                [_self.Name, Milliseconds(duration), .. ranges.Order().Cast<object>()],
                cancellationToken);
    }

    private async Task<List<LeaseState>> ReadAsync(TContext context, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync(context, cancellationToken);
        return await _missing.RestoreAsync(context, StatementsFor(context), rows, cancellationToken)
            ? await QueryAsync(context, cancellationToken)
            : rows;
    }

    private Task<List<LeaseState>> QueryAsync(TContext context, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<LeaseState>(StatementsFor(context).Read).ToListAsync(cancellationToken);

    private async Task ForgetAsync(
        TContext context, List<LeaseState> rows, IReadOnlyCollection<string> dead, CancellationToken cancellationToken)
    {
        foreach (var owner in dead)
        {
            await context.Database.ExecuteSqlRawAsync(StatementsFor(context).Leave, [owner], cancellationToken);
        }

        if (rows.Any(row => row is { Range: LeaseState.NoRange, Expired: 1 }))
        {
            await context.Database.ExecuteSqlRawAsync(StatementsFor(context).ForgetExpired, cancellationToken);
        }
    }

    private async Task<List<LeasedRange>> TakeAsync(
        TContext context, TimeSpan duration, LeasePlan plan, CancellationToken cancellationToken)
    {
        var taken = new List<LeasedRange>();
        foreach (var free in plan.Free)
        {
            if (plan.Held.Count + taken.Count >= plan.Share)
            {
                break;
            }

            var dead = free.Owner is { } owner && plan.Dead.Contains(owner) ? owner : string.Empty;
            var changed = await context.Database.ExecuteSqlRawAsync(
                StatementsFor(context).Take, [_self.Name, Milliseconds(duration), free.Range, free.Epoch, dead], cancellationToken);
            if (changed == 1)
            {
                taken.Add(new LeasedRange(free.Range, free.Epoch + 1));
            }
        }

        return taken;
    }

    private static int Milliseconds(TimeSpan duration) => (int)duration.TotalMilliseconds;
}
