namespace CleanCqrs.Application.Projections;

/// <summary>Tells how far projections have come; it changes nothing.</summary>
public interface IProjectionPositions
{
    /// <summary>How far a projection has come in one stream.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The position, or <see langword="null"/> when it has seen nothing of the stream.</returns>
    Task<StreamPosition?> FindPositionAsync(string projection, string streamId, CancellationToken cancellationToken);
}
