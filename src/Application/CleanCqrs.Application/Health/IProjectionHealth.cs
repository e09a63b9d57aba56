namespace CleanCqrs.Application.Health;

/// <summary>What is asked of the read database every few seconds. It costs the same however many streams a projection has seen.</summary>
public interface IProjectionHealth
{
    /// <summary>Takes a sample of a projection.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The sample.</returns>
    Task<ProjectionSample> SampleAsync(string projection, CancellationToken cancellationToken);

    /// <summary>Reads next to nothing: it fails where the database is away.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>When the database has answered.</returns>
    Task TryReadingAsync(CancellationToken cancellationToken);

    /// <summary>Writes without changing anything: it fails where the database is read-only or can't be locked.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When the database could be written to.</returns>
    Task TryWritingAsync(CancellationToken cancellationToken);
}
