using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Registration;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Names the projectors of one projection, and sets its options.</summary>
public sealed class ProjectionBuilder
{
    private readonly IServiceCollection _services;
    private readonly string _name;
    private readonly HashSet<Type> _projectors = [];
    private readonly Dictionary<Type, Func<IIntegrationEvent, string>> _partitionKeys = [];
    private readonly List<string> _formerNames = [];
    private readonly HashSet<Type> _sideEffects = [];
    private readonly List<OwnedRows> _owned = [];
    private bool _isSequential;

    internal ProjectionBuilder(IServiceCollection services, string name) => (_services, _name) = (services, name);

    internal IReadOnlySet<Type> Projectors => _projectors;

    internal Projection Build() => new(_name, _projectors)
    {
        IsSequential = _isSequential,
        PartitionKeys = _partitionKeys,
        FormerNames = _formerNames,
        SideEffects = _sideEffects,
        Owned = _owned,
    };

    /// <summary>
    /// Adds a projector: a class with an <see cref="INotificationHandler{TNotification}"/> for each integration event that it cares for.
    /// One instance sees a whole batch. Several projections may share a projector.
    /// </summary>
    /// <typeparam name="TProjector">The projector.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The class handles no integration event.</exception>
    public ProjectionBuilder AddProjector<TProjector>()
        where TProjector : class
    {
        Add(typeof(TProjector));
        _services.TryAddScoped<TProjector>();
        return this;
    }

    /// <summary>
    /// Adds handlers whose work is not rows of the read model: mails, calls of other services. They run behind the projectors, in the same
    /// attempt; they do not run while the projection is rebuilt. As an attempt may be repeated, what they do must bear to be done twice.
    /// </summary>
    /// <typeparam name="THandler">The handler: as a projector, it has an <see cref="INotificationHandler{TNotification}"/> for each
    /// integration event that it cares for.</typeparam>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The class handles no integration event, or is a projector as well.</exception>
    public ProjectionBuilder AddSideEffects<THandler>()
        where THandler : class
    {
        if (_projectors.Contains(typeof(THandler)) && !_sideEffects.Contains(typeof(THandler)))
        {
            throw new InvalidOperationException(
                $"{typeof(THandler).Name} is a projector of '{_name}' already. Leave the rows to it, and move the side effects to a class "
                    + "of their own.");
        }

        Add(typeof(THandler));
        _sideEffects.Add(typeof(THandler));
        _services.TryAddScoped<THandler>();
        return this;
    }

    /// <summary>
    /// Says that this projection alone writes the rows of a type, in the read context. Rebuilding it and comparing it by content need to
    /// know. Owned types, derived types and tables that join two such types come with it.
    /// </summary>
    /// <typeparam name="TRow">The type of the rows: an entity type of the read context, the root of its hierarchy.</typeparam>
    /// <param name="configure">Says more about them.</param>
    /// <returns>The same builder.</returns>
    public ProjectionBuilder Owns<TRow>(Action<OwnedRowsBuilder<TRow>>? configure = null)
        where TRow : class
    {
        var rows = new OwnedRowsBuilder<TRow>();
        configure?.Invoke(rows);
        _owned.RemoveAll(owned => owned.Row == typeof(TRow));
        _owned.Add(new OwnedRows(typeof(TRow), rows.NotCompared));
        return this;
    }

    /// <summary>
    /// Applies batches one after the other, in whatever process and lane they arrive. A projector then finds every row as the events before
    /// have left it, also rows that it only reads; without this, two batches that change the same row are noticed and repeated, but one may
    /// read a row that another is changing.
    /// </summary>
    /// <returns>The same builder.</returns>
    public ProjectionBuilder Sequential()
    {
        _isSequential = true;
        return this;
    }

    /// <summary>
    /// Applies events with the same key one after the other, and others beside them. Use it where many streams change the same few rows,
    /// for example all invoices of a customer: it spares the repetition of work, and is right without as well.
    /// </summary>
    /// <typeparam name="TEvent">The integration event.</typeparam>
    /// <param name="key">What the changed rows have in common. The events of one stream should have the same key.</param>
    /// <returns>The same builder.</returns>
    public ProjectionBuilder PartitionBy<TEvent>(Func<TEvent, string> key)
        where TEvent : IIntegrationEvent
    {
        ArgumentNullException.ThrowIfNull(key);
        _partitionKeys[typeof(TEvent)] = integrationEvent => key((TEvent)integrationEvent);
        return this;
    }

    /// <summary>
    /// Says which names the projection had before. At its first start it takes over their progress: all or nothing, before it receives
    /// events. Without this, a projection with a new name is a new projection, which gets every event of history, also into rows that are
    /// there already. Stop the hosts that still run it under a former name before.
    /// </summary>
    /// <param name="names">The names, the last one first.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public ProjectionBuilder Formerly(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var name in names)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(names));
            _formerNames.Add(name);
        }

        return this;
    }

    /// <summary>Changes the options of this projection alone.</summary>
    /// <param name="configure">
    /// Changes them; <c>configuration.GetSection(ProjectionOptions.Section).Bind</c> takes them from the configuration.
    /// </param>
    /// <returns>The same builder.</returns>
    public ProjectionBuilder Configure(Action<ProjectionOptions> configure)
    {
        _services.Configure(_name, configure);
        return this;
    }

    private void Add(Type projector)
    {
        var events = projector.ProjectedEvents().ToList();
        if (events.Count == 0)
        {
            throw new InvalidOperationException(
                $"{projector.Name} handles no integration event. Implement INotificationHandler<TEvent> for an event that is an "
                    + $"{nameof(IIntegrationEvent)}.");
        }

        if (events.Find(type => type.IsAbstract) is { } open)
        {
            throw new InvalidOperationException(
                $"{projector.Name} handles {open.Name}, which no event is: name the events themselves, one INotificationHandler "
                    + "for each.");
        }

        _projectors.Add(projector);
        KnownTypes.In(_services).AddProjector(projector);
    }
}
