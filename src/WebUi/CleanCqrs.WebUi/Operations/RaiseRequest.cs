namespace CleanCqrs.WebUi.Operations;

/// <summary>Decides that the write side goes on behind what projections have applied.</summary>
/// <param name="Reason">Why; it is put on record.</param>
public sealed record RaiseRequest(string Reason)
{
    /// <summary>The streams; none for all that are held. Default: none.</summary>
    public IReadOnlyList<string> StreamIds { get; init; } = [];
}
