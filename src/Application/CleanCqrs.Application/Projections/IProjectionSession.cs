namespace CleanCqrs.Application.Projections;

/// <summary>One unit of work of a projection: at most one transaction in the read database.</summary>
public interface IProjectionSession
{
    /// <summary>The services of this unit of work; the read context that projectors get from it is the one that is saved.</summary>
    IServiceProvider Services { get; }

    /// <summary>How far the projection has come in some streams.</summary>
    /// <param name="streamIds">The streams.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The last version applied; streams that were never seen are not in it.</returns>
    Task<IReadOnlyDictionary<string, long>> LoadVersionsAsync(IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken);

    /// <summary>The events of some streams that are held back.</summary>
    /// <param name="streamIds">The streams.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events, those of each stream in the order of their versions.</returns>
    Task<IReadOnlyList<HeldEvent>> LoadHeldAsync(IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken);

    /// <summary>
    /// Opens the transaction. Everything after it is saved together with <see cref="CommitAsync"/>, or not at all. Rows that were loaded
    /// before are read again: a change by somebody else that lies between is not overwritten.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the transaction is open.</returns>
    /// <exception cref="InvalidOperationException">Rows were changed before.</exception>
    Task BeginTransactionAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Ends one event: the next one finds the read model as if this one had been committed. Changes may still be held in memory, as long as
    /// every query sees them.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the next event may begin.</returns>
    Task EndEventAsync(CancellationToken cancellationToken);

    /// <summary>Notes that a stream has been applied up to a version.</summary>
    /// <param name="streamId">The stream; its version must have been loaded in this session.</param>
    /// <param name="version">The version.</param>
    /// <param name="time">When.</param>
    void Advance(string streamId, long version, DateTimeOffset time);

    /// <summary>Holds an event back, or changes the reason for which it is held.</summary>
    /// <param name="heldEvent">The event.</param>
    void Hold(HeldEvent heldEvent);

    /// <summary>Lets go of a held event, since it is being applied.</summary>
    /// <param name="heldEvent">The event as it was loaded.</param>
    void Release(HeldEvent heldEvent);

    /// <summary>
    /// Leaves the session to code that does not end. Its transaction is rolled back as soon as no statement is running, later statements of
    /// its context are refused, and neither its services nor its context are used again.
    /// </summary>
    /// <param name="running">The code.</param>
    void Abandon(Task running);

    /// <summary>Saves the read model and the progress, and commits.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when everything is committed.</returns>
    Task CommitAsync(CancellationToken cancellationToken);
}
