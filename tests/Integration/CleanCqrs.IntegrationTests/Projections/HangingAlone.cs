namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>
/// Projectors that hang keep threads and the writer of their file. Beside tests of what is told within a time, either would be late.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HangingAlone
{
    public const string Name = "Projectors that hang";
}
