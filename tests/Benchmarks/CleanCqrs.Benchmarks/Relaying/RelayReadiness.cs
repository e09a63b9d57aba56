using System.Globalization;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Benchmarks.Servers;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>Tells when relays have started: each holds its share of the outbox, and listens for commits.</summary>
public static class RelayReadiness
{
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(2);

    public static async Task WaitAsync(OwnDatabase database, int instances, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        var share = Bucket.RangeCount / instances;
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT count(*) = {instances} AND coalesce(bool_and(ranges = {share}), false)
                AND {instances} = (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %')
            FROM (SELECT count(*) AS ranges FROM outbox_leases WHERE owner IS NOT NULL GROUP BY owner) AS owners
            """);
        while (!await database.QueryAsync<bool>(sql, deadline.Token))
        {
            await Task.Delay(_probeInterval, deadline.Token);
        }
    }
}
