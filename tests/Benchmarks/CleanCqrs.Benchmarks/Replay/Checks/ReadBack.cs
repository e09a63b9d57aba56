using System.Collections.Concurrent;
using CleanCqrs.Benchmarks.Replay.Api;
using CleanCqrs.Benchmarks.Replay.Reporting;

namespace CleanCqrs.Benchmarks.Replay.Checks;

/// <summary>Reads what every member is shown.</summary>
public sealed class ReadBack(OrderingApi api, int concurrency)
{
    private readonly ConcurrentBag<MemberOrders> _shown = [];
    private int _members;

    public ProgressReading Reading => new(_shown.Count, _members, "");

    public async Task<IReadOnlyList<MemberOrders>> ReadAsync(IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        _members = members.Count;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(members, parallel, async (member, token) =>
            _shown.Add(new MemberOrders(member, await api.OrdersAsync(member, token))));
        return [.. _shown.OrderBy(list => list.MemberId, StringComparer.Ordinal)];
    }
}
