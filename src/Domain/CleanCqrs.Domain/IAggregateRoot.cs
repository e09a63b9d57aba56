namespace CleanCqrs.Domain;

/// <summary>
/// What the outbox needs to know of an aggregate root: its stream, its version and the events that it has raised and not yet saved.
/// Derive from <see cref="AggregateRoot{TId}"/> rather than implementing this.
/// </summary>
public interface IAggregateRoot
{
    /// <summary>
    /// The id of the stream that the events of this aggregate form. It must be unique among all aggregates of one write database.
    /// </summary>
    string StreamId { get; }

    /// <summary>
    /// The number of events raised so far, which is also the version of the last one, and the token of optimistic concurrency.
    /// </summary>
    long Version { get; }

    /// <summary>The events raised since the aggregate was loaded or saved, oldest first.</summary>
    IReadOnlyList<RaisedEvent> RaisedEvents { get; }

    /// <summary>
    /// Whether the identity was another one when the raised events were raised, as it is when a database or Entity Framework gives it
    /// later: the events may carry the former.
    /// </summary>
    bool HasNewIdentity => false;

    /// <summary>
    /// Lets a new aggregate go on with the stream of a former one that had the same identity: its version, and those of the events that it
    /// has raised, follow that version. The outbox calls it before it saves; nobody else should.
    /// </summary>
    /// <param name="version">The last version of the former aggregate.</param>
    void ContinueAfter(long version);

    /// <summary>Forgets the raised events. The outbox calls it when they are saved; nobody else should.</summary>
    void ForgetRaisedEvents();
}
