namespace Ordering.Replay;

/// <summary>What one replay is asked to do.</summary>
internal sealed record ReplayOptions
{
    /// <summary>The order lines, in the Online Retail format.</summary>
    public required string File { get; init; }

    /// <summary>The host under test.</summary>
    public Uri Host { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>Where the replay serves the product contract; the host's <c>Products:BaseAddress</c>. Port 0 takes a free one.</summary>
    public Uri ProductsUrl { get; init; } = new("http://127.0.0.1:5090");

    /// <summary>How many members order at the same time.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Reads this many lines only; all when null.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the figures go as JSON; nowhere when null.</summary>
    public string? Json { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the host may leave every request unanswered before the replay stops trying.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long the read model may take to catch up.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Prefix of every idempotency key: the same text on the same file places nothing twice.</summary>
    public string BatchId { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>Interprets the file, prints the counts and sends nothing.</summary>
    public bool DryRun { get; init; }
}
