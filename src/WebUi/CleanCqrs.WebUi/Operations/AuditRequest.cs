namespace CleanCqrs.WebUi.Operations;

/// <summary>Asks for an audit.</summary>
public sealed record AuditRequest
{
    /// <summary>The names of the projections; none for all. Default: none.</summary>
    public IReadOnlyList<string> Projections { get; init; } = [];
}
