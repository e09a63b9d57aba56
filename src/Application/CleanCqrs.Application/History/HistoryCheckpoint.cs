namespace CleanCqrs.Application.History;

/// <summary>How far a projection has come in one part of history.</summary>
/// <param name="Part">The part.</param>
/// <param name="Position">Everything up to this position is applied, held, or on record as awaited.</param>
/// <param name="EventPosition">
/// The position of an event that stood in history when the checkpoint was moved: the last one of all where the parts share positions, else
/// the last one that was seen of the part; 0 before the first.
/// </param>
/// <param name="EventId">The id of that event, by which another history with the same positions is noticed.</param>
/// <param name="IsCaughtUp">Whether nothing was left when it looked last.</param>
/// <param name="IsHeld">Whether this instance reads the part; only in the answer to who asked for its share.</param>
public sealed record HistoryCheckpoint(
    string Part, long Position, long EventPosition, Guid? EventId, bool IsCaughtUp, bool IsHeld);
