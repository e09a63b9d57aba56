using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Outbox;

/// <summary>What became of an outbox message that the relay gave to the transport.</summary>
/// <param name="Message">The message.</param>
/// <param name="Result">What the transport said.</param>
/// <param name="RetryAt">When a failed message is due again; without meaning for the others.</param>
public sealed record OutboxOutcome(OutboxMessage Message, PublishResult Result, DateTimeOffset RetryAt);
