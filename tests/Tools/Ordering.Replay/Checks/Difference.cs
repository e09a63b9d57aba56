namespace Ordering.Replay.Checks;

/// <summary>One difference between the ledger and the read model; the line is 0 when no line placed the order.</summary>
internal sealed record Difference(DifferenceKind Kind, int Line, string OrderId, string Expected, string Actual)
{
    public override string ToString() =>
        (Line > 0 ? $"Line {Line}, order {OrderId}" : $"Order {OrderId}") + $": {Kind}, expected {Expected}, found {Actual}.";
}
