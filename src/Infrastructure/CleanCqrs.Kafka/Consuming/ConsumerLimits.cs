using CleanCqrs.Application;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>
/// What a member of a group holds at a time, and how long it waits. None of these has needed another value yet but in tests.
/// </summary>
internal sealed record ConsumerLimits
{
    /// <summary>The most bytes of payload in a batch, unless one event alone is larger: some kilobytes for each of its events.</summary>
    public int BatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many events a lane buffers: ten batches, so that a lane is never idle while there is something to fetch.</summary>
    public int BufferedEvents { get; init; } = 5_000;

    /// <summary>How many bytes of payload a lane buffers: four of the largest batches.</summary>
    public int BufferedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How long a partition that moves waits for the batch under way: far longer than a batch takes, and short for the member that waits
    /// for the partition. What takes longer is abandoned, and delivered again by the new owner.
    /// </summary>
    public TimeSpan RevocationWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When a batch whose handler has failed is handed over again: soon after a hiccup, and gently while the read database is away.
    /// </summary>
    public RetrySchedule Redelivery { get; init; } =
        new() { FirstDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(30) };
}
