namespace CleanCqrs.WebUi.Operations;

/// <summary>The events that wait for a person, those of the outbox first.</summary>
/// <param name="Items">The dead letters.</param>
/// <param name="Complete">Whether they are all there; <see langword="false"/> when a source holds more than were asked for.</param>
public sealed record DeadLetterList(IReadOnlyList<DeadLetterPreview> Items, bool Complete);
