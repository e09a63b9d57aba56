using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Projections;

/// <summary>
/// What the runner of a projection needs of the read database: the read model and, in the same transactions, how far the projection has
/// come.
/// </summary>
public interface IProjectionStore
{
    /// <summary>
    /// Runs a unit of work against the read database. When the database fails in passing, the whole unit may be run again from the start.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="turn">The turn that the unit takes, or <see langword="null"/> when it may run beside any other.</param>
    /// <param name="work">The work; it gets a session of its own, with a service scope and a read context of its own.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task that ends with the work.</returns>
    /// <exception cref="Persistence.ConcurrencyConflictException">
    /// Somebody else has changed meanwhile what the unit has read or wanted to write: a stream of the projection, or a row of the read
    /// model. Nothing is saved, and the same unit run again sees the change.
    /// </exception>
    Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken);

    /// <summary>
    /// The held events of a projection that are due for another attempt by the clock of the database; when none is, parked ones whose
    /// predecessor has been applied.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="longestWait">
    /// The longest delay that the schedule of retries gives. A time that is further away was written by a clock that was wrong, and counts
    /// as due.
    /// </param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events, longest due first, and when the first of the others is due.</returns>
    Task<DueEvents> ReadDueAsync(string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps unreadable messages, in one transaction. One that is kept already, by projection and position, is not kept again.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Those that were not kept before.</returns>
    Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken);
}
