namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>What outlives a crash of the fake host: orders, idempotency keys, events that wait, summaries.</summary>
public sealed class FakeDatabase
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeOrder> _orders = [];
    private readonly Dictionary<string, object> _answers = [];
    private readonly Queue<FakeOrder> _events = new();
    private readonly List<FakeOrder> _summaries = [];

    /// <summary>What the projector makes of an order; null drops it.</summary>
    public Func<FakeOrder, FakeOrder?> Projection { get; set; } = order => order;

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _events.Count;
            }
        }
    }

    public int Orders
    {
        get
        {
            lock (_lock)
            {
                return _orders.Count;
            }
        }
    }

    /// <summary>Writes an order and its event, unless the key was answered before.</summary>
    public T Once<T>(string? key, Func<T> answer)
        where T : class
    {
        lock (_lock)
        {
            if (key is null)
            {
                return answer();
            }

            return _answers.TryGetValue(key, out var first) ? (T)first : (T)(_answers[key] = answer());
        }
    }

    public FakeOrder? Find(string orderId)
    {
        lock (_lock)
        {
            return _orders.GetValueOrDefault(orderId);
        }
    }

    public FakeOrder Write(FakeOrder order)
    {
        lock (_lock)
        {
            _events.Enqueue(order);
            return _orders[order.OrderId] = order;
        }
    }

    /// <summary>Lets the projector do some of its work.</summary>
    public void Project(int atMost)
    {
        lock (_lock)
        {
            for (; atMost > 0 && _events.TryDequeue(out var order); atMost--)
            {
                _summaries.RemoveAll(summary => summary.OrderId == order.OrderId);
                if (Projection(order) is { } summary)
                {
                    _summaries.Add(summary);
                }
            }
        }
    }

    public IReadOnlyList<FakeOrder> Summaries(string memberId)
    {
        lock (_lock)
        {
            return [.. _summaries
                .Where(summary => summary.MemberId == memberId)
                .OrderByDescending(summary => summary.OrderId, StringComparer.Ordinal)];
        }
    }

    public object Audit(Func<decimal, decimal> readTotal)
    {
        lock (_lock)
        {
            var read = _summaries.ToDictionary(summary => summary.OrderId);
            return new
            {
                orders = _orders.Count,
                summaries = _summaries.Count,
                writeTotal = Text(_orders.Values.Sum(order => order.TotalPrice)),
                readTotal = Text(readTotal(_summaries.Sum(summary => summary.TotalPrice))),
                differences =
                    from order in _orders.Values
                    let summary = read.GetValueOrDefault(order.OrderId)
                    where summary?.Status != order.Status
                    select new { orderId = order.OrderId, what = "status", write = order.Status, read = summary?.Status },
                complete = true,
            };
        }
    }

    private static string Text(decimal total) => total.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
