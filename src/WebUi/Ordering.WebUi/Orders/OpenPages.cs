using System.Threading.Channels;
using Ordering.Application.Orders;

namespace Ordering.WebUi.Orders;

/// <summary>The pages that are open, by their members.</summary>
internal sealed class OpenPages
{
    /// <summary>How many changes a page may be behind; a slower one ends, so that it opens again and looks for itself.</summary>
    public const int Capacity = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Channel<OrderSummary>>> _pages = new(StringComparer.Ordinal);

    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _pages.Count > 0;
            }
        }
    }

    /// <summary>Opens a page. It hears of its member's orders until it is closed, or there is nobody left who tells.</summary>
    public Channel<OrderSummary> Open(string memberId)
    {
        var page = Channel.CreateBounded<OrderSummary>(Capacity);
        lock (_lock)
        {
            if (!_pages.TryGetValue(memberId, out var pages))
            {
                _pages.Add(memberId, pages = []);
            }

            pages.Add(page);
        }

        return page;
    }

    public void Close(string memberId, Channel<OrderSummary> page)
    {
        lock (_lock)
        {
            if (_pages.TryGetValue(memberId, out var pages) && pages.Remove(page) && pages.Count == 0)
            {
                _pages.Remove(memberId);
            }
        }
    }

    /// <summary>Tells the pages of the order's own member, and nobody else's.</summary>
    public void Tell(OrderSummary summary)
    {
        lock (_lock)
        {
            if (!_pages.TryGetValue(summary.MemberId, out var pages))
            {
                return;
            }

            foreach (var page in pages)
            {
                if (!page.Writer.TryWrite(summary))
                {
                    page.Writer.TryComplete();
                }
            }
        }
    }

    /// <summary>Ends what all pages hear, so that each opens again and looks for itself.</summary>
    public void EndAll()
    {
        lock (_lock)
        {
            foreach (var page in _pages.Values.SelectMany(pages => pages))
            {
                page.Writer.TryComplete();
            }
        }
    }
}
