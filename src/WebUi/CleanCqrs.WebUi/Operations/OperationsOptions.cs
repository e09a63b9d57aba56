namespace CleanCqrs.WebUi.Operations;

/// <summary>What the operations API reports on.</summary>
public sealed class OperationsOptions
{
    /// <summary>The names of the projections to report on, and to redrive; empty by default.</summary>
    public IList<string> Projections { get; } = [];
}
