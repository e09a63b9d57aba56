using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace CleanCqrs.Domain;

/// <summary>
/// The root of an aggregate: the only object through which its state changes, and the source of its events.
/// Each raised event adds one to <see cref="Version"/>, so that a change that raises no event is not a change that a read model could
/// follow.
/// </summary>
/// <typeparam name="TId">The type of the identity.</typeparam>
public abstract class AggregateRoot<TId> : Entity<TId>, IAggregateRoot
    where TId : notnull
{
    private readonly List<RaisedEvent> _raisedEvents = [];

    /// <summary>The identity when the first of the raised events was raised.</summary>
    private TId? _idOfEvents;

    /// <summary>Creates an aggregate at version 0.</summary>
    /// <param name="id">The identity; it never changes.</param>
    protected AggregateRoot(TId id)
        : base(id)
    {
    }

    /// <inheritdoc />
    [ConcurrencyCheck]
    public long Version { get; private set; }

    /// <summary>
    /// The id of the event stream, by default the text of <see cref="Entity{TId}.Id"/> (<see cref="StreamIdText"/>). Override it
    /// (<c>$"invoice-{base.StreamId}"</c>) where the ids of two kinds of aggregate could be equal, as with numbers counted per table.
    /// </summary>
    [NotMapped]
    public virtual string StreamId => StreamIdText.Of(Id);

    /// <inheritdoc />
    [NotMapped]
    public IReadOnlyList<RaisedEvent> RaisedEvents => _raisedEvents;

    bool IAggregateRoot.HasNewIdentity => _raisedEvents.Count > 0 && !EqualityComparer<TId>.Default.Equals(Id, _idOfEvents);

    /// <inheritdoc />
    public void ForgetRaisedEvents() => _raisedEvents.Clear();

    void IAggregateRoot.ContinueAfter(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        Version += version;
        for (var i = 0; i < _raisedEvents.Count; i++)
        {
            _raisedEvents[i] = _raisedEvents[i] with { Version = _raisedEvents[i].Version + version };
        }
    }

    /// <summary>Records that something happened, and moves <see cref="Version"/> on by one.</summary>
    /// <param name="domainEvent">What happened.</param>
    protected void Raise(IDomainEvent domainEvent)
    {
        ArgumentNullException.ThrowIfNull(domainEvent);
        if (_raisedEvents.Count == 0)
        {
            _idOfEvents = Id;
        }

        Version++;
        _raisedEvents.Add(new RaisedEvent(domainEvent, Version));
    }
}
