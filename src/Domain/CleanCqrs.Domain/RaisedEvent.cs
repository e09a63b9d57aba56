namespace CleanCqrs.Domain;

/// <summary>A domain event with its place in the stream of its aggregate.</summary>
/// <param name="Event">The event.</param>
/// <param name="Version">Its version: 1 for the first event of a stream, one more for each that follows.</param>
public sealed record RaisedEvent(IDomainEvent Event, long Version);
