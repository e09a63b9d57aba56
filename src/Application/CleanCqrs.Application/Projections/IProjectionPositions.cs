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

    /// <summary>How far a projection has come in some streams, with one statement.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamIds">The streams; a few hundred at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The positions of those streams of which it has seen anything, in no order.</returns>
    Task<IReadOnlyList<StreamPosition>> FindPositionsAsync(
        string projection, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken);
}
