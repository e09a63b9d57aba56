namespace CleanCqrs.Application.Outbox;

/// <summary>Why nothing of a stream is published now.</summary>
/// <param name="RetryAfter">
/// How long until it is tried again, by the clock of the database and as of the moment of the call; not above zero when it is due, and
/// <see langword="null"/> while it waits behind a dead letter.
/// </param>
/// <param name="Error">What the transport said.</param>
public sealed record StreamPause(TimeSpan? RetryAfter, string Error);
