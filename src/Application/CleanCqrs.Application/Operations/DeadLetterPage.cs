namespace CleanCqrs.Application.Operations;

/// <summary>Dead letters of all sources.</summary>
/// <param name="Items">Those of the outbox first, then those of each projection; of each source by stream and version.</param>
/// <param name="IsComplete">Whether no source holds more.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, bool IsComplete);
