using System.Reflection;
using CleanCqrs.Application;
using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.History;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Application.Repairs;
using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure.Audit;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.DomainEvents;
using CleanCqrs.Infrastructure.History;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.Infrastructure.Operations;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Rebuilds;
using CleanCqrs.Infrastructure.Registration;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.Infrastructure.Repairs;
using CleanCqrs.Infrastructure.Startup;
using CleanCqrs.Infrastructure.Transport;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure;

/// <summary>
/// Registers CleanCqrs. The chain reads:
/// <c>services.AddCleanCqrs(...).UseEntityFrameworkCore(...).UseInProcessTransport().AddRelay().AddProjection(...)</c>.
/// </summary>
public static class CleanCqrsExtensions
{
    /// <summary>
    /// Registers what the assemblies contain: command, query and domain event handlers, validators, integration events, their mappers and
    /// upcasters; and the pipeline of every command: tracing, validation, unit of work, idempotency. Several modules may call it, and the
    /// application may call <c>AddMediatR</c> and <c>AddValidatorsFromAssembly</c>, in any order: everything is registered once. A
    /// validator whose constructor takes nothing is made once and serves all requests, unless the application has registered it before in
    /// another way; one that takes something is made for each scope. What is missing or wrong stops the start of the host.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="assemblies">The assemblies of the application and of the domain.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="ArgumentException">There is no assembly.</exception>
    /// <exception cref="InvalidOperationException">A domain event handler handles what no event is.</exception>
    public static CleanCqrsBuilder AddCleanCqrs(this IServiceCollection services, params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(assemblies);
        if (assemblies.Length == 0)
        {
            throw new ArgumentException(
                "AddCleanCqrs was given no assembly, so it would find no handler and no event. Pass those of the application and of the "
                + "domain: "
                + "services.AddCleanCqrs(typeof(CreateOrderCommand).Assembly, typeof(Order).Assembly).",
                nameof(assemblies));
        }

        var isFirst = services.All(descriptor => descriptor.ServiceType != typeof(StartupCheck));
        ScannedServices.Add(services, KnownTypes.In(services).Scan(assemblies));
        CommandPipeline.Add(services);
        if (isFirst)
        {
            AddOnce(services);
        }

        return new CleanCqrsBuilder(services);
    }

    private static void AddOnce(IServiceCollection services)
    {
        services.Insert(0, ServiceDescriptor.Transient(typeof(INotificationHandler<>), typeof(PublicationGuard<>)));
        services.AddSingleton(StartupCheck.Run);
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StartupCheck>());
        StartChecks.Add(services);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new IntegrationEventUpcasters(provider.GetRequiredService<KnownTypes>().Upcasters));
        services.TryAddSingleton(provider => new IntegrationEventMappers(
            provider.GetRequiredService<KnownTypes>(),
            provider.GetRequiredService<IntegrationEventUpcasters>(),
            ActivatorUtilities.CreateInstance<SingletonFactory>(provider).Create));
        services.TryAddSingleton<IIntegrationEventTypes>(provider => new IntegrationEventTypes(
            provider.GetRequiredService<KnownTypes>().IntegrationEvents, provider.GetRequiredService<IntegrationEventUpcasters>()));
        services.TryAddSingleton<IIntegrationEventSerializer, JsonIntegrationEventSerializer>();
        services.TryAddSingleton<EnvelopeUpcaster>();
        services.TryAddSingleton<IIntegrationEventFactory, IntegrationEventFactory>();
        services.TryAddSingleton<IDomainEventDispatcher, DomainEventDispatcher>();
        services.TryAddScoped<CommandUnit>();
        services.TryAddSingleton<CommitSignal>();
        services.TryAddSingleton<IBucketLeases, AllBuckets>();

        services.TryAddSingleton<AbandonedAttempts>();
        services.TryAddSingleton<IAbandonedAttempts>(provider => provider.GetRequiredService<AbandonedAttempts>());
        services.TryAddSingleton<StreamWaits>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<ICommitListener, StreamWaits>(provider => provider.GetRequiredService<StreamWaits>()));
        services.TryAddSingleton<IDeadLetters>(Make<DeadLetters>);
        services.TryAddSingleton<IExplanations>(Make<Explanations>);
        services.TryAddSingleton<IRedrives>(Make<Redrives>);
        services.TryAddSingleton<IOperatorActions>(Make<OperatorActions>);
        services.AddOptions<OperationsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OperationsOptions>, OperationsOptionsValidator>());
        services.TryAddSingleton<IReadModelWaiter>(Make<ReadModelWaiter>);
        services.TryAddSingleton<CatchUps>();
        services.TryAddSingleton<AuditRequests>();
        services.TryAddSingleton<AuditFindings>();
        services.TryAddSingleton(Make<AheadStreams>);
        services.TryAddSingleton(Make<RowAudits>);
        services.TryAddSingleton<IRowAudits>(provider => provider.GetRequiredService<RowAudits>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RowAudits>());
        services.TryAddSingleton(Make<Audits>);
        services.TryAddSingleton<IAudits>(provider => provider.GetRequiredService<Audits>());
        services.AddSingleton<IHostedService>(Make<AuditService>);
        services.AddOptions<AuditOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>());
        services.TryAddSingleton<Pulses>();
        RebuildRegistration.Add(services);
        services.TryAddSingleton<IRepairs>(Make<ProjectionRepairs>);
        services.TryAddSingleton<IProjectionProgress>(Make<ProjectionProgressReader>);
        services.TryAddScoped<ProjectionContext>();
        services.TryAddScoped<IProjectionContext>(provider => provider.GetRequiredService<ProjectionContext>());
    }

    /// <summary>Carries events within this process. Relay and projections must then run in the same one.</summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">The chain has another transport already.</exception>
    public static CleanCqrsBuilder UseInProcessTransport(this CleanCqrsBuilder builder, Action<InProcessTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddOptions<InProcessTransportOptions, InProcessTransportOptionsValidator>(configure);
        return builder.UseTransport<InProcessTransport>();
    }

    /// <summary>
    /// Publishes the outbox from this process, and deletes from the write database what need not be kept any longer. A second call changes
    /// the options of the one relay.
    /// </summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The chain.</returns>
    public static CleanCqrsBuilder AddRelay(this CleanCqrsBuilder builder, Action<OutboxRelayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddOptions<OutboxRelayOptions, OutboxRelayOptionsValidator>(configure);
        var services = builder.Services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OutboxRelayOptions>, LeaseValidator>(Make<LeaseValidator>));
        services.TryAddSingleton(Make<OutboxRelay>);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RelayService>(Make<RelayService>));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RetentionService>(Make<RetentionService>));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ActionRetentionService>(Make<ActionRetentionService>));
        return builder;
    }

    /// <summary>
    /// Changes how projections are compared with the write model, for example on which schedule. Without it they are compared on demand
    /// (<see cref="IAudits"/>), and when history turns out to be another one than they have seen.
    /// </summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The chain.</returns>
    public static CleanCqrsBuilder AddAudits(this CleanCqrsBuilder builder, Action<AuditOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Says what the row of each aggregate of a kind has to show, so that audits compare the rows of a projection with the aggregates
    /// themselves (<see cref="IAudits"/>, <see cref="IRowAudits"/>). A host may declare it for a projection that runs elsewhere. Each row
    /// shows one aggregate.
    /// </summary>
    /// <typeparam name="TAggregate">The aggregates: an entity type of the write context.</typeparam>
    /// <typeparam name="TRow">The rows: an entity type of the read context.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="declare">Names the key, the values and the figures.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">No key is named, or a value can't be compared.</exception>
    public static CleanCqrsBuilder AuditRows<TAggregate, TRow>(
        this CleanCqrsBuilder builder, string projection, Action<RowAuditBuilder<TAggregate, TRow>> declare)
        where TAggregate : class, IAggregateRoot
        where TRow : class => builder.AuditRows<TAggregate, TAggregate, TRow>(
            projection, (_, aggregates, _) => Task.FromResult(aggregates), declare);

    /// <summary>
    /// Says what the row of each aggregate of a kind has to show, where it shows more than the aggregate itself knows: sums over others,
    /// for example.
    /// </summary>
    /// <typeparam name="TAggregate">The aggregates: an entity type of the write context.</typeparam>
    /// <typeparam name="TShown">What is made of them, and compared with the rows.</typeparam>
    /// <typeparam name="TRow">The rows: an entity type of the read context.</typeparam>
    /// <param name="builder">The chain.</param>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="show">
    /// Makes it of a page of up to 1,000 aggregates, one for each, in any order. The services are those of the scope in which they were
    /// read; the write context among them.
    /// </param>
    /// <param name="declare">Names the key, the values and the figures.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">No key is named, or a value can't be compared.</exception>
    public static CleanCqrsBuilder AuditRows<TAggregate, TShown, TRow>(
        this CleanCqrsBuilder builder,
        string projection,
        Func<IServiceProvider, IReadOnlyList<TAggregate>, CancellationToken, Task<IReadOnlyList<TShown>>> show,
        Action<RowAuditBuilder<TShown, TRow>> declare)
        where TAggregate : class, IAggregateRoot
        where TShown : class
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(projection);
        ArgumentNullException.ThrowIfNull(show);
        ArgumentNullException.ThrowIfNull(declare);
        var rows = new RowAuditBuilder<TShown, TRow>();
        declare(rows);
        builder.Services.AddSingleton<IRowComparison>(rows.Build(projection, show));
        return builder;
    }

    /// <summary>Runs a projection in this process.</summary>
    /// <param name="builder">The chain.</param>
    /// <param name="name">The name of the projection: its consumer group, and the key of its progress. A new name is a
    /// new projection, unless <see cref="ProjectionBuilder.Formerly"/> says which name it had.</param>
    /// <param name="configure">Names its projectors, and changes its options.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">The projection has no projector, or its name is taken or can't be kept.</exception>
    public static CleanCqrsBuilder AddProjection(this CleanCqrsBuilder builder, string name, Action<ProjectionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        if (name.Length > EnvelopeLimits.Name || name[^1] == ' ')
        {
            // SQL Server would take the name without the space as the same one.
            throw new InvalidOperationException(
                $"The progress of the projection '{name}' can't be kept under this name: it must have at most {EnvelopeLimits.Name} "
                + "characters, and no space at its end.");
        }

        if (Generation.IsNameOfOne(name))
        {
            throw new InvalidOperationException(
                $"The projection '{name}' can't have this name: '{Generation.Separator}' and a number at the end tell the generations of a "
                + "projection apart while it is rebuilt. Choose another one.");
        }

        if (services.Any(descriptor => descriptor.ImplementationInstance is Projection other && other.Name == name))
        {
            throw new InvalidOperationException($"There is a projection '{name}' already. Give each projection a name of its own.");
        }

        var projectors = new ProjectionBuilder(services, name);
        configure(projectors);
        if (projectors.Projectors.Count == 0)
        {
            throw new InvalidOperationException(
                $"The projection '{name}' has no projector. Name one: projection.AddProjector<TProjector>().");
        }

        var projection = projectors.Build();
        builder.AddOptions<ProjectionOptions, ProjectionOptionsValidator>(configure: null, name);
        services.AddSingleton(projection);
        services.AddKeyedSingleton(name, (provider, _) => ActivatorUtilities.CreateInstance<ProjectionRunner>(provider, projection));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ProjectionRunService>(
            provider, projection, provider.GetRequiredKeyedService<ProjectionRunner>(name)));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ProjectionService>(
            provider, projection, provider.GetRequiredKeyedService<ProjectionRunner>(name)));
        services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ProjectionRetryService>(
            provider, projection, provider.GetRequiredKeyedService<ProjectionRunner>(name)));
        HistoryRegistration.Add(services, projection);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ActionRetentionService>(Make<ActionRetentionService>));
        RebuildRegistration.TakePart(services);
        return builder;
    }

    /// <summary>
    /// Parts that need a store or a transport are made by factories: a container that checks its registrations when it is built would
    /// speak of what is missing before <see cref="StartupCheck"/> can.
    /// </summary>
    private static T Make<T>(IServiceProvider provider) => ActivatorUtilities.CreateInstance<T>(provider);

    private static void AddOptions<TOptions, TValidator>(this CleanCqrsBuilder builder, Action<TOptions>? configure, string? name = null)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        var options = builder.Services.AddOptions<TOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
    }
}
