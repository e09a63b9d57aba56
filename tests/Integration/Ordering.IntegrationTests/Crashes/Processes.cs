namespace Ordering.IntegrationTests.Crashes;

/// <summary>Tests that start the system as processes: one after the other, so that each has the machine to itself.</summary>
[CollectionDefinition(Name)]
public sealed class Processes
{
    public const string Name = "Processes";
}
