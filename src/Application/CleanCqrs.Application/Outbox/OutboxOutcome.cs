using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Outbox;

/// <summary>What became of an outbox message that the relay gave to the transport.</summary>
/// <param name="Message">The message.</param>
/// <param name="Result">What the transport said.</param>
/// <param name="RetryAfter">How long a failed message waits until it is due again; without meaning for the others.</param>
public sealed record OutboxOutcome(OutboxMessage Message, PublishResult Result, TimeSpan RetryAfter);
