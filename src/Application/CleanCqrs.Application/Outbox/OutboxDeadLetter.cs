namespace CleanCqrs.Application.Outbox;

/// <summary>A message that the transport refused.</summary>
/// <param name="Message">The message, whole.</param>
/// <param name="Error">What the transport said.</param>
public sealed record OutboxDeadLetter(OutboxMessage Message, string Error);
