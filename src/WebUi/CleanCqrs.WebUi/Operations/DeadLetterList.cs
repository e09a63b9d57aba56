namespace CleanCqrs.WebUi.Operations;

/// <summary>A page of what waits for a person, that of the outbox first.</summary>
/// <param name="Items">The dead letters.</param>
/// <param name="Complete">Whether nothing follows.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> when nothing follows.</param>
public sealed record DeadLetterList(IReadOnlyList<DeadLetterPreview> Items, bool Complete, string? NextCursor);
