namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>Where in a save the database fails in passing.</summary>
public enum FaultPoint
{
    Statement,
    BeforeCommit,

    /// <summary>The commit happens, and its answer gets lost.</summary>
    AfterCommit,
}
