namespace CleanCqrs.Application.Projections;

/// <summary>How far a projection has come in a stream.</summary>
/// <param name="Version">The last version applied.</param>
/// <param name="EventId">
/// The event that was applied there, or <see langword="null"/> when that is not known: another one at the same version is then taken for a
/// duplicate.
/// </param>
public sealed record StreamProgress(long Version, Guid? EventId);
