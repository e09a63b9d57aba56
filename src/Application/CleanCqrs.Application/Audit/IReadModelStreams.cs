using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Audit;

/// <summary>Which streams a projection has seen, and how far each has come: what is compared with the write model.</summary>
public interface IReadModelStreams
{
    /// <summary>Finds some streams.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamIds">The streams.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Those that it has seen.</returns>
    Task<IReadOnlyList<ProjectedStream>> FindAsync(
        string projection, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken);

    /// <summary>Reads all streams, page by page.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="afterStreamId">Where to go on: an empty text, then the last stream that was returned.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams, in an order of the database.</returns>
    Task<IReadOnlyList<ProjectedStream>> ReadAsync(
        string projection, string afterStreamId, int maxCount, CancellationToken cancellationToken);

    /// <summary>Reads the streams that are held for one reason, page by page.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="reason">The reason: <see cref="HoldReason.Ahead"/> or <see cref="HoldReason.Collision"/>.</param>
    /// <param name="afterStreamId">Where to go on: an empty text, then the last stream that was returned.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams with the versions and events at which they are held, in an order of the database.</returns>
    Task<IReadOnlyList<ProjectedStream>> ReadHeldAsync(
        string projection, HoldReason reason, string afterStreamId, int maxCount, CancellationToken cancellationToken);

    /// <summary>Lets streams go that were held because the projection was ahead, and is not any more.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streams">The streams as they are held.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many were held.</returns>
    Task<int> ReleaseAsync(string projection, IReadOnlyCollection<ProjectedStream> streams, CancellationToken cancellationToken);

    /// <summary>
    /// Lets streams go that were held because the projection was ahead, or because another event claims the version that was applied last,
    /// now that the write side goes on behind them. That the versions between have no events is put on record as an accepted hole, with
    /// who did it and why.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streams">The streams as the write side has them now.</param>
    /// <param name="by">Who has decided it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>How many streams go on.</returns>
    Task<int> AcceptAsync(
        string projection, IReadOnlyCollection<RaisedStream> streams, string by, string reason, CancellationToken cancellationToken);
}
