namespace CleanCqrs.Application.Projections;

/// <summary>What an operator can do about events that a projection lacks and that history lacks too.</summary>
public interface IProjectionHoles
{
    /// <summary>Lists the holes of a projection.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="state">Those of one kind.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The holes by stream and version.</returns>
    Task<IReadOnlyList<ProjectionHole>> ListAsync(
        string projection, HoleState state, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Accepts that events of a stream are missing: the read model goes on without them, from the first version behind the hole. That is
    /// put on record, with who did it and why.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">The stream; an empty text for the part of history that is gone.</param>
    /// <param name="by">Who accepts it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether the stream had an open hole.</returns>
    Task<bool> AcceptAsync(string projection, string streamId, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Accepts all open holes of a projection, each as <see cref="AcceptAsync"/> does.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="by">Who accepts them.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt; what was accepted until then stays so.</param>
    /// <returns>How many were accepted.</returns>
    Task<int> AcceptAllAsync(string projection, string by, string reason, CancellationToken cancellationToken);
}
