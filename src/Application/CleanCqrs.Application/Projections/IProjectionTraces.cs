namespace CleanCqrs.Application.Projections;

/// <summary>Finds what projections know of a stream; it changes nothing.</summary>
public interface IProjectionTraces
{
    /// <summary>What a projection knows of a stream.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="maxCount">How many held events and how many holes to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>What is known.</returns>
    Task<ProjectionTrace> TraceAsync(string projection, string streamId, int maxCount, CancellationToken cancellationToken);
}
