namespace CleanCqrs.Application.Projections;

/// <summary>An event that a person has given up before it was published.</summary>
/// <param name="StreamId">Its stream.</param>
/// <param name="StreamVersion">Its version.</param>
/// <param name="EventId">Its identity.</param>
/// <param name="By">Who has given it up.</param>
/// <param name="Reason">Why.</param>
public sealed record DiscardedEvent(string StreamId, long StreamVersion, Guid EventId, string By, string Reason);
