namespace CleanCqrs.Application.Projections;

/// <summary>One unit of work of a projection: at most one transaction in the read database.</summary>
public interface IProjectionSession
{
    /// <summary>The services of this unit of work; the read context that projectors get from it is the one that is saved.</summary>
    IServiceProvider Services { get; }

    /// <summary>
    /// The time, by the clock of the read database: whatever is stored to be compared with a time later goes by it. It is asked once for a
    /// session, and runs on from there.
    /// </summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The time.</returns>
    Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken);

    /// <summary>How far the projection has come in some streams.</summary>
    /// <param name="streamIds">The streams.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The progress; streams that were never seen are not in it.</returns>
    Task<IReadOnlyDictionary<string, StreamProgress>> LoadProgressAsync(
        IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken);

    /// <summary>
    /// What is held at some places, without the events themselves: however much a stream holds, this costs what the places cost.
    /// </summary>
    /// <param name="places">The places.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>What is held there, in the order of streams and versions.</returns>
    Task<IReadOnlyList<HeldKey>> LoadHeldAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken);

    /// <summary>The parked events that follow each other in a stream from a place on, whole.</summary>
    /// <param name="first">The place of the first one.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events in their order, up to the first version that is not parked.</returns>
    Task<IReadOnlyList<HeldEvent>> LoadParkedRunAsync(StreamPlace first, int maxCount, CancellationToken cancellationToken);

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
    /// <param name="streamId">The stream; its progress must have been loaded in this session.</param>
    /// <param name="version">The version.</param>
    /// <param name="eventId">The event at that version.</param>
    /// <param name="time">When.</param>
    void Advance(string streamId, long version, Guid eventId, DateTimeOffset time);

    /// <summary>Holds an event back, or changes the reason for which it is held.</summary>
    /// <param name="heldEvent">The event; what is held at its place must have been loaded in this session.</param>
    void Hold(HeldEvent heldEvent);

    /// <summary>Changes the reason for which an event is held, its attempts and its time; the event and its last failure stay.</summary>
    /// <param name="held">What decides about it from now on; it must have been loaded in this session.</param>
    void Change(HeldKey held);

    /// <summary>Lets go of a held event, since it is being applied.</summary>
    /// <param name="held">The event as it was loaded.</param>
    void Release(HeldKey held);

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
