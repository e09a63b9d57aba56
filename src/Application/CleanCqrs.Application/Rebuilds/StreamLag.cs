namespace CleanCqrs.Application.Rebuilds;

/// <summary>A stream in which a generation is behind the current one.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Version">How far the generation has come; 0 where it has seen nothing.</param>
/// <param name="CurrentVersion">How far the current one has come.</param>
public sealed record StreamLag(string StreamId, long Version, long CurrentVersion);
