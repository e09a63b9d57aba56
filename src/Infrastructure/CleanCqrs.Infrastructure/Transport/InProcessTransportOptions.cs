using CleanCqrs.Application;

namespace CleanCqrs.Infrastructure.Transport;

/// <summary>How the in-process transport works; the section <c>InProcess</c> of the configuration.</summary>
public sealed class InProcessTransportOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "InProcess";

    /// <summary>
    /// Into how many lanes streams are shared, from 1 to 64. Lanes are handled at the same time, and each keeps its order. Default: 1,
    /// which suits a read model on SQLite: it has one writer anyway.
    /// </summary>
    public int Lanes { get; set; } = 1;

    /// <summary>
    /// How often a batch is handed to a subscriber before publishing it counts as failed, 1 or more. Default: 3. The outbox then keeps it.
    /// </summary>
    public int DeliveryAttempts { get; set; } = 3;

    /// <summary>
    /// How long a lane of a subscriber may hold up the others once one of them is done, longer than zero and up to a day. What it has in
    /// hand is then offered again later, and the others go on. Default: 5 seconds.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When a batch is handed over again. Default: after 50 milliseconds, doubling up to 1 second.</summary>
    public RetrySchedule Redelivery { get; set; } = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(50),
        MaxDelay = TimeSpan.FromSeconds(1),
    };
}
