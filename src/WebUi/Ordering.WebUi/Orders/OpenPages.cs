using System.Collections.Concurrent;
using System.Threading.Channels;
using Ordering.Application.Orders;

namespace Ordering.WebUi.Orders;

/// <summary>The pages that are open, by their members.</summary>
internal sealed class OpenPages
{
    /// <summary>How many changes a page may be behind; a slower one loses the oldest.</summary>
    private const int Capacity = 1_024;

    private readonly ConcurrentDictionary<Channel<OrderSummary>, string> _members = [];

    public bool Any => !_members.IsEmpty;

    /// <summary>The members who have a page open.</summary>
    public IReadOnlySet<string> Members => _members.Values.ToHashSet(StringComparer.Ordinal);

    /// <summary>Opens a page. It hears of its member's orders until it is closed, or there is nobody left who tells.</summary>
    public Channel<OrderSummary> Open(string memberId)
    {
        var page = Channel.CreateBounded<OrderSummary>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        _members.TryAdd(page, memberId);
        return page;
    }

    public void Close(Channel<OrderSummary> page) => _members.TryRemove(page, out _);

    /// <summary>Tells the pages of the order's own member, and nobody else's.</summary>
    public void Tell(OrderSummary summary)
    {
        foreach (var (page, memberId) in _members)
        {
            if (memberId == summary.MemberId)
            {
                page.Writer.TryWrite(summary);
            }
        }
    }

    /// <summary>Ends what all pages hear, so that each opens again and looks for itself.</summary>
    public void EndAll()
    {
        foreach (var (page, _) in _members)
        {
            page.Writer.TryComplete();
        }
    }
}
