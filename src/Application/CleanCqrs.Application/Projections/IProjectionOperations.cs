namespace CleanCqrs.Application.Projections;

/// <summary>What operators ask of the projections, and decide about collisions.</summary>
public interface IProjectionOperations
{
    /// <summary>Counts what a projection holds.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The counts.</returns>
    Task<ProjectionStatus> GetStatusAsync(string projection, CancellationToken cancellationToken);

    /// <summary>The events that a projection holds back for one reason.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events by stream and version.</returns>
    Task<IReadOnlyList<HeldEvent>> ListHeldAsync(string projection, HoldReason reason, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Decides the collision of a stream for the read model: what it shows stays, the event that came second counts as the one at its
    /// version from now on, without being applied, and the stream goes on from there.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was a collision.</returns>
    Task<bool> AcceptCollisionAsync(string projection, string streamId, CancellationToken cancellationToken);

    /// <summary>The unreadable messages that a projection keeps.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The messages, the last received first.</returns>
    Task<IReadOnlyList<KeptMessage>> ListUnreadableAsync(string projection, int maxCount, CancellationToken cancellationToken);
}
