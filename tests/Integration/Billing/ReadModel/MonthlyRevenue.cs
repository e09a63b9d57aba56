namespace Billing.ReadModel;

/// <summary>What came in within a month: a row that all streams of the month feed.</summary>
public sealed class MonthlyRevenue
{
    /// <summary>The month, as in 2026-11.</summary>
    public required string Month { get; init; }

    public decimal Amount { get; set; }
}
