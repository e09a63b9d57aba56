using System.Collections.Concurrent;
using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>Reads what every member is shown.</summary>
internal sealed class ReadBack(OrderingApi api, int concurrency)
{
    private readonly ConcurrentBag<MemberOrders> _shown = [];
    private int _members;

    public string Progress => $"{_shown.Count} of {_members} members";

    public async Task<IReadOnlyList<MemberOrders>> ReadAsync(IReadOnlyList<string> members, CancellationToken cancellationToken)
    {
        _members = members.Count;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(members, parallel, async (member, token) =>
            _shown.Add(new MemberOrders(member, await api.OrdersAsync(member, token))));
        return [.. _shown.OrderBy(list => list.MemberId, StringComparer.Ordinal)];
    }
}
