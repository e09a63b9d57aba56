namespace CleanCqrs.Application.Operations;

/// <summary>What operators are told of.</summary>
public sealed class OperationsOptions
{
    /// <summary>The names of the projections to report on and to redrive, also those that run in other processes. Default: none.</summary>
    public IList<string> Projections { get; } = [];
}
