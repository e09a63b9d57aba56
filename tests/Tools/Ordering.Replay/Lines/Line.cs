namespace Ordering.Replay.Lines;

/// <summary>What one line of the file means. <paramref name="Number"/> counts from 1, the header's line.</summary>
internal abstract record Line(int Number);

/// <summary>A member orders a product.</summary>
internal sealed record PurchaseLine(int Number, string MemberId, string StockCode, string Description, int Quantity, decimal UnitPrice)
    : Line(Number)
{
    /// <summary>The replay's own opinion of what may be ordered, to hold against the host's.</summary>
    public bool BreaksRules => Quantity < 1 || UnitPrice <= 0;
}

/// <summary>A member takes back an earlier order of a product, whatever it cost.</summary>
internal sealed record CancellationLine(int Number, string MemberId, string StockCode, string Description) : Line(Number);

/// <summary>A line without a customer: there is no member to order for.</summary>
internal sealed record AnonymousLine(int Number) : Line(Number);

/// <summary>A line that cannot be read, and why.</summary>
internal sealed record MalformedLine(int Number, string Reason) : Line(Number);
