using CleanCqrs.Benchmarks.Replay.Lines;

namespace CleanCqrs.Benchmarks.Replay.Planning;

/// <summary>The replay's own opinion of what may be ordered, to hold against the host's.</summary>
public static class OrderingRules
{
    public static bool Refuse(PurchaseLine line) => line.Quantity < 1 || line.UnitPrice <= 0;
}
