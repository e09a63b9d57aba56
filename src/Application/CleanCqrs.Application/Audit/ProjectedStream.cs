namespace CleanCqrs.Application.Audit;

/// <summary>A stream as a projection has it.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">The last version applied.</param>
/// <param name="EventId">The event that was applied there, or <see langword="null"/> when that is not known.</param>
public sealed record ProjectedStream(string StreamId, long Version, Guid? EventId);
