namespace CleanCqrs.Application.Outbox;

/// <summary>The transport takes nothing at all.</summary>
/// <param name="Attempts">How many batches in a row have failed.</param>
/// <param name="RetryAfter">
/// How long until the next one is tried, by the clock of the database and as of the moment of the call; not above zero when it is due.
/// </param>
/// <param name="Error">What the transport said.</param>
public sealed record TransportOutage(int Attempts, TimeSpan RetryAfter, string Error);
