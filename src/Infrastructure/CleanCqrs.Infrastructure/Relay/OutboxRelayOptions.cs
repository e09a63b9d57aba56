using CleanCqrs.Application;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>How the relay works; the section <c>Outbox</c> of the configuration.</summary>
public sealed class OutboxRelayOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Outbox";

    /// <summary>How many messages are published together at most, from 1 to 10,000. Default: 500.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>
    /// How long an idle relay waits at most before it looks by itself. Commits of this process wake it at once: this is the safety net, and
    /// the delay for commits of other processes. While there is work it looks more often. Default: 1 second, which costs one indexed query
    /// per second; longer than a sixth of <see cref="Lease"/> has no effect.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long others wait for an instance that no longer answers before they publish in its place, from 1 second to 1 day. It is renewed
    /// every sixth of that time, and must be at least a quarter longer than the delivery timeout of the transport. Default: 30 seconds.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a stopping relay goes on publishing what is pending; the rest is published after the next start. Default: 10 seconds.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// When a message that the transport could not take is offered again. Default: after 1 second, doubling up to 1 minute, for ever.
    /// </summary>
    public RetrySchedule Retry { get; set; } = new();

    /// <summary>
    /// How long published messages stay in the outbox, 1 minute or longer. They are the event history from which a projection can be
    /// rebuilt, so choose it longer than you may need that for. Default: <see langword="null"/>, for ever.
    /// </summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>
    /// Whether <see cref="Retention"/> also deletes messages that a projection has not seen yet. A projection that is behind then gets
    /// holes. Default: <see langword="false"/>: they stay, and the log says for whom.
    /// </summary>
    public bool DeleteUnseen { get; set; }

    /// <summary>
    /// How long the answers of idempotent commands are remembered, 1 minute or longer: a client that repeats its request after that has it
    /// done again. Default: 30 days.
    /// </summary>
    public TimeSpan IdempotencyRetention { get; set; } = TimeSpan.FromDays(30);
}
