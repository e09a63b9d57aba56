namespace CleanCqrs.Application.Signals;

/// <summary>Somebody has made held events of a projection due.</summary>
/// <param name="Projection">The name of the projection.</param>
public sealed record RedriveCommit(string Projection) : Commit;
