namespace CleanCqrs.Application.History;

/// <summary>An event in history, without its payload.</summary>
/// <param name="Part">The part of history that holds it.</param>
/// <param name="Position">Its place in that part.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="StreamVersion">Its place in the stream.</param>
/// <param name="EventId">Identifies the event.</param>
/// <param name="Topic">Where it is published, as it was written then.</param>
/// <param name="State">Whether it has been published.</param>
public record HistoryKey(
    string Part, long Position, string StreamId, long StreamVersion, Guid EventId, string Topic, HistoryState State);
