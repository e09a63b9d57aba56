namespace CleanCqrs.Benchmarks;

/// <summary>What is to be measured.</summary>
public sealed record MeasureOptions
{
    /// <summary>The names of the measurements, in their order.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>How often each contender runs; a warm-up comes on top.</summary>
    public int Pairs { get; init; } = 5;

    /// <summary>How many events one run has to bring through.</summary>
    public int Events { get; init; } = 20_000;

    /// <summary>How many published messages the large outbox of P6 holds.</summary>
    public int History { get; init; } = 1_000_000;

    /// <summary>How many pages P12 opens, and how many queries wait in it.</summary>
    public int Waiters { get; init; } = 10_000;

    /// <summary>Where the figures go as JSON; nowhere when null.</summary>
    public string? Json { get; init; }
}
