using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>The read database: the read model and, in the same transactions, how far each projection has come.</summary>
public interface IProjectionStore
{
    /// <summary>Runs a unit of work against the read database. When the database fails in passing, the whole unit may be run again from the start.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="work">The work; it gets a session of its own, with a service scope and a read context of its own.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task that ends with the work.</returns>
    Task RunAsync(string projection, Func<IProjectionSession, CancellationToken, Task> work, CancellationToken cancellationToken);

    /// <summary>How far a projection has come in one stream.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The position, or <see langword="null"/> when it has seen nothing of the stream.</returns>
    Task<StreamPosition?> FindPositionAsync(string projection, string streamId, CancellationToken cancellationToken);

    /// <summary>The held events of a projection that are due for another attempt; when none is, parked ones whose predecessor has been applied.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="now">The time.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events, longest due first, and when the first of the others is due.</returns>
    Task<DueEvents> ReadDueAsync(string projection, DateTimeOffset now, int maxCount, CancellationToken cancellationToken);

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

    /// <summary>Makes the dead letter of a stream due again, with a fresh count of attempts; what is parked behind it follows in order.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="streamId">The stream.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was a dead letter.</returns>
    Task<bool> RedriveAsync(string projection, string streamId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps unreadable messages, in one transaction. One that is kept already, by projection and position, is not kept again.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Those that were not kept before.</returns>
    Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The unreadable messages that a projection keeps.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The messages, the last received first.</returns>
    Task<IReadOnlyList<KeptMessage>> ListUnreadableAsync(string projection, int maxCount, CancellationToken cancellationToken);
}
