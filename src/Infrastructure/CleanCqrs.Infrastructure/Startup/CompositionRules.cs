using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure.IntegrationEvents;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.Infrastructure.Registration;
using CleanCqrs.Infrastructure.Relay;
using FluentValidation;
using MediatR;
using MediatR.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Startup;

/// <summary>What a host lacks, or has in vain, in whole sentences.</summary>
internal sealed class CompositionRules(
    KnownTypes known,
    IntegrationEventUpcasters upcasters,
    IEnumerable<Projection> projections,
    IEnumerable<IConfigureOptions<ProjectionOptions>> settings,
    IServiceProviderIsService registrations)
{
    private static readonly Type[] _notifications =
        [typeof(INotificationHandler<>), typeof(IRequestExceptionHandler<,,>), typeof(IRequestExceptionAction<,>)];

    private static readonly Type[] _found =
        [.. ScannedServices.Requests, .. _notifications, typeof(IValidator<>), typeof(IIntegrationEventUpcaster<,>),
            typeof(IIntegrationEventMapper<,>), typeof(IDomainEventHandler<>)];

    public IEnumerable<string> Problems() =>
    [
        .. MissingParts(), .. EmptyAssemblies(), .. Handlers(), .. OutdatedProjectors(), .. LostOptions(), .. ForgottenProjectors(),
        .. TakenNames(),
    ];

    private IEnumerable<string> MissingParts()
    {
        var publishes = registrations.IsService(typeof(OutboxRelay));
        var user = publishes ? "AddRelay" : projections.Select(projection => $"AddProjection(\"{projection.Name}\")").FirstOrDefault();
        if (user is not null && !registrations.IsService(typeof(IEventTransport)))
        {
            yield return $"{user} needs a transport, and this host has none. Add .UseInProcessTransport(), or .UseKafka(...), to the chain "
                + "of AddCleanCqrs.";
        }

        if (publishes && !registrations.IsService(typeof(IOutboxStore)))
        {
            yield return "AddRelay needs an outbox, and this host has no write model. Add .UseEntityFrameworkCore<...>() to the chain of "
                + "AddCleanCqrs.";
        }

        if (projections.FirstOrDefault() is { } first && !registrations.IsService(typeof(IProjectionStore)))
        {
            yield return $"AddProjection(\"{first.Name}\") needs a place for its progress, and this host has no read model. Add "
                + ".UseEntityFrameworkCore<...>() to the chain of AddCleanCqrs.";
        }
    }

    /// <summary>A host that only publishes needs nothing of the application.</summary>
    private IEnumerable<string> EmptyAssemblies() => known.Assemblies
        .Where(_ => !registrations.IsService(typeof(OutboxRelay)) || projections.Any())
        .Where(assembly => !KnownTypes.TypesOf(assembly).Any(IsOfUse))
        .Select(assembly => $"{assembly.GetName().Name} holds no handler, validator or event, so AddCleanCqrs finds nothing in it. Pass "
            + "the assemblies of the application and of the domain, or take this one out.");

    private static bool IsOfUse(Type type) =>
        type.IsAssignableTo(typeof(IDomainEvent))
        || type.IsAssignableTo(typeof(IAggregateRoot))
        || type.IsAssignableTo(typeof(IBaseRequest))
        || type.IsAssignableTo(typeof(INotification))
        || _found.Any(open => type.Closed(open).Any());

    private IEnumerable<string> Handlers()
    {
        foreach (var doubled in ScannedServices.Requests.SelectMany(known.Implementations)
            .GroupBy(handler => handler.Contract, handler => handler.Type.Name).Where(handlers => handlers.Count() > 1))
        {
            yield return $"{doubled.Key.GetGenericArguments()[0].Name} has {doubled.Count()} handlers, "
                + $"{string.Join(" and ", doubled.Order(StringComparer.Ordinal))}. A command or query has exactly one.";
        }

        foreach (var (type, contract) in _notifications.SelectMany(known.Implementations)
            .Where(handler => !handler.Contract.GetGenericArguments()[0].IsAssignableTo(typeof(IIntegrationEvent)))
            .Where(handler => !IsRegistered(handler.Type, handler.Contract)))
        {
            yield return $"{type.Name} handles {contract.GetGenericArguments()[0].Name} of MediatR, and is not registered. AddCleanCqrs "
                + "registers handlers of commands, queries and domain events; add the others with services.AddMediatR(configuration => "
                + $"configuration.RegisterServicesFromAssemblyContaining<{type.Name}>()).";
        }
    }

    private bool IsRegistered(Type type, Type contract) => known.Services.Any(descriptor => !descriptor.IsKeyedService
        && descriptor.ServiceType == contract
        && (descriptor.ImplementationType is null || descriptor.ImplementationType == type));

    private IEnumerable<string> OutdatedProjectors() =>
        from projector in Used()
        from handled in projector.ProjectedEvents()
        where upcasters.IsOutdated(handled)
        select $"{projector.Name} handles {handled.Name}, which no projector ever sees: {upcasters.Describe(handled)}. "
            + $"Handle {upcasters.NewestOf(handled).Name} instead.";

    private IEnumerable<string> LostOptions() =>
        settings.OfType<ConfigureNamedOptions<ProjectionOptions>>().Any(setting => setting.Name == Options.DefaultName)
            ?
            [
                "ProjectionOptions are configured without a name, so no projection would have them. Give them in AddProjection(\"...\", "
                    + "projection => projection.Configure(...)), or to every projection with "
                    + "services.ConfigureAll<ProjectionOptions>(...).",
            ]
            : [];

    /// <summary>A host without projections may leave all projectors to others.</summary>
    private IEnumerable<string> ForgottenProjectors()
    {
        var used = Used();
        return known.ScannedProjectors.Where(type => used.Count > 0 && !used.Contains(type))
            .Select(forgotten => $"{forgotten.Name} handles integration events, but belongs to no projection, so it would never be called. "
                + $"Name it in AddProjection(\"...\", projection => projection.AddProjector<{forgotten.Name}>()).");
    }

    private IEnumerable<string> TakenNames() =>
        from projection in projections
        from formerly in projection.FormerNames
        where projections.Any(other => other.Name == formerly)
        select $"The projection '{projection.Name}' was formerly '{formerly}', but there is a projection '{formerly}' still: both would go "
            + $"on with the same progress. Take out AddProjection(\"{formerly}\", ...), or Formerly(\"{formerly}\").";

    private HashSet<Type> Used() => [.. projections.SelectMany(projection => projection.Projectors)];
}
