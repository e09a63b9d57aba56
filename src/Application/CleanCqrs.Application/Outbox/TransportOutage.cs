namespace CleanCqrs.Application.Outbox;

/// <summary>The transport takes nothing at all.</summary>
/// <param name="Attempts">How many batches in a row have failed.</param>
/// <param name="RetryAt">When the next one is tried.</param>
/// <param name="Error">What the transport said.</param>
public sealed record TransportOutage(int Attempts, DateTimeOffset RetryAt, string Error);
