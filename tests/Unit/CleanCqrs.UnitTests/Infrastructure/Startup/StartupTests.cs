using CleanCqrs.Application;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Relay;
using CleanCqrs.Kafka;
using CleanCqrs.UnitTests.Infrastructure.Registration;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Startup;

/// <summary>
/// What a host says when it is built and started, in Development, where the container checks its registrations when it is built.
/// </summary>
public sealed class StartupTests
{
    private static readonly Type[] _contract = [typeof(Sailed), typeof(SailedEvent)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relay_without_a_transport() => (await ErrorAsync(chain => WithStores(chain).AddRelay(), _contract)).ShouldBe(
        "AddRelay needs a transport, and this host has none. Add .UseInProcessTransport(), or .UseKafka(...), to the chain of "
        + "AddCleanCqrs.");

    [Fact]
    public async Task A_projection_without_a_transport() => (await ErrorAsync(
        chain => WithStores(chain).AddProjection("sails", sails => sails.AddProjector<SailProjector>()), _contract)).ShouldBe(
            "AddProjection(\"sails\") needs a transport, and this host has none. Add .UseInProcessTransport(), or .UseKafka(...), to the "
            + "chain of AddCleanCqrs.");

    [Fact]
    public async Task A_relay_and_a_projection_without_a_store() => (await ErrorAsync(
        chain => chain.UseInProcessTransport().AddRelay().AddProjection("sails", sails => sails.AddProjector<SailProjector>()),
        _contract)).ShouldBe(
            "AddRelay needs an outbox, and this host has no write model. Add .UseEntityFrameworkCore<...>() to the chain of AddCleanCqrs."
            + Environment.NewLine
            + "AddProjection(\"sails\") needs a place for its progress, and this host has no read model. Add "
            + ".UseEntityFrameworkCore<...>() to the chain of AddCleanCqrs.");

    [Fact]
    public void Two_transports_are_refused_with_both_names() => Should.Throw<InvalidOperationException>(
        () => new ServiceCollection().AddCleanCqrs(new ListedTypes(_contract)).UseInProcessTransport().UseKafka(_ => { })).Message.ShouldBe(
            "This host has two transports, InProcessTransport and KafkaTransport, and a host publishes to one. Remove one of the two "
            + "calls.");

    [Fact]
    public void A_transport_that_is_chosen_twice_is_one()
    {
        var services = new ServiceCollection();
        services.AddCleanCqrs(new ListedTypes(_contract)).UseInProcessTransport().UseInProcessTransport(options => options.Lanes = 3);

        services.Count(descriptor => descriptor.ServiceType == typeof(IEventTransport)).ShouldBe(1);
    }

    [Fact]
    public void A_relay_that_is_added_twice_is_one_with_both_settings()
    {
        var services = new ServiceCollection();
        WithStores(services.AddLogging().AddCleanCqrs(new ListedTypes(_contract))).UseInProcessTransport()
            .AddRelay(options => options.BatchSize = 7)
            .AddRelay(options => options.PollInterval = TimeSpan.FromSeconds(3));
        using var provider = services.BuildServiceProvider();

        provider.GetServices<IHostedService>().OfType<RelayService>().Count().ShouldBe(1);
        var options = provider.GetRequiredService<IOptions<OutboxRelayOptions>>().Value;
        (options.BatchSize, options.PollInterval).ShouldBe((7, TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task A_relay_that_nobody_in_the_process_listens_to_says_so()
    {
        var log = new RecordingLogger();
        using var host = Build(chain => WithStores(chain).UseInProcessTransport().AddRelay(), _contract, log);

        await host.StartAsync(Token);
        await host.StopAsync(Token);

        log.Lines.ShouldContain(
            "The relay publishes within this process (InProcessTransport), and no projection runs in it: events stay in the outbox. Add a "
            + "projection with AddProjection(...), or choose a transport that leaves the process");
    }

    [Fact]
    public async Task An_assembly_with_nothing_in_it() => (await ErrorAsync(_ => { }, typeof(Tide))).ShouldBe(
        "Harbour holds no handler, validator or event, so AddCleanCqrs finds nothing in it. Pass the assemblies of the application and of "
        + "the domain, or take this one out.");

    [Fact]
    public async Task A_command_with_two_handlers() =>
        (await ErrorAsync(_ => { }, typeof(Sail), typeof(SailHandler), typeof(OtherSailHandler))).ShouldBe(
            "Sail has 2 handlers, OtherSailHandler and SailHandler. A command or query has exactly one.");

    [Fact]
    public async Task A_notification_handler_that_nobody_has_registered() =>
        (await ErrorAsync(_ => { }, typeof(TideTurned), typeof(HearOfTheTide))).ShouldBe(
            "HearOfTheTide handles TideTurned of MediatR, and is not registered. AddCleanCqrs registers handlers of commands, queries and "
            + "domain events; add the others with services.AddMediatR(configuration => "
            + "configuration.RegisterServicesFromAssemblyContaining<HearOfTheTide>()).");

    [Fact]
    public async Task A_domain_event_without_a_mapper_and_a_counterpart() => (await ErrorAsync(_ => { }, typeof(Sailed))).ShouldBe(
        "Sailed has no mapper to an integration event. Give the integration event SailedEvent the same members, and pass its assembly to "
        + "AddCleanCqrs, or write an IIntegrationEventMapper<Sailed, ...>: every domain event takes a version in its stream, and a version "
        + "that is never published would make the read side wait for ever.");

    [Fact]
    public async Task A_domain_event_that_only_a_handler_knows_needs_its_integration_event_too() =>
        (await ErrorAsync(_ => { }, typeof(LogSailing))).ShouldStartWith("Sailed has no mapper to an integration event.");

    [Fact]
    public async Task A_counterpart_that_another_service_owns_is_not_taken_by_its_name() => (await ErrorAsync(
        chain => WithStores(chain).UseInProcessTransport().AddProjection("sails", sails => sails.AddProjector<SailProjector>()),
        typeof(Sailed))).ShouldStartWith("Sailed has no mapper to an integration event.");

    [Fact]
    public async Task A_domain_event_with_several_counterparts() =>
        (await ErrorAsync(_ => { }, [.. _contract, typeof(Elsewhere.SailedEvent)])).ShouldBe(
            "Sailed has no mapper, and there are several integration events SailedEvent: "
            + "CleanCqrs.UnitTests.Infrastructure.Startup.StartupTests+Elsewhere+SailedEvent, "
            + "CleanCqrs.UnitTests.Infrastructure.Startup.StartupTests+SailedEvent. Write an IIntegrationEventMapper<Sailed, SailedEvent> "
            + "that says which.");

    [Fact]
    public async Task Two_domain_events_of_one_name_are_not_made_one() =>
        (await ErrorAsync(_ => { }, [.. _contract, typeof(Elsewhere.Sailed)])).ShouldBe(
            "SailedEvent would be made of CleanCqrs.UnitTests.Infrastructure.Startup.StartupTests+Sailed and of "
            + "CleanCqrs.UnitTests.Infrastructure.Startup.StartupTests+Elsewhere+Sailed, which have no mapper. Write an "
            + "IIntegrationEventMapper for each.");

    [Fact]
    public async Task Events_that_can_not_be_read_back_are_named_all_at_once() =>
        (await ErrorAsync(_ => { }, typeof(SunkEvent), typeof(StrandedEvent))).ShouldBe(
            "StrandedEvent.Place is written, but can't be read back. Give it a public setter, an init accessor or a constructor parameter, "
            + "or mark it with [JsonIgnore]."
            + Environment.NewLine
            + "SunkEvent.Depth is written, but can't be read back. Give it a public setter, an init accessor or a constructor parameter, "
            + "or mark it with [JsonIgnore].");

    [Fact]
    public async Task An_event_that_only_a_projector_knows_must_be_readable_too() => (await ErrorAsync(
        chain => WithStores(chain).UseInProcessTransport().AddProjection("wrecks", wrecks => wrecks.AddProjector<WreckProjector>()),
        _contract)).ShouldStartWith("SunkEvent.Depth is written, but can't be read back.");

    [Fact]
    public async Task An_event_that_only_a_mapper_or_a_projector_knows_is_known()
    {
        using var host = Build(
            chain => WithStores(chain).UseInProcessTransport()
                .AddProjection("arrivals", arrivals => arrivals.AddProjector<ArrivalProjector>()),
            [typeof(Sailed), typeof(SailedMapper)]);

        await host.StartAsync(Token);

        host.Services.GetRequiredService<IIntegrationEventTypes>().Topics.ShouldBe(["arrivals", "sails"]);
        await host.StopAsync(Token);
    }

    [Fact]
    public void A_mapper_takes_what_it_needs_from_the_container()
    {
        using var host = Build(
            chain => chain.Services.AddSingleton<Flag>().AddTransient<Mast>(), [typeof(Sailed), typeof(FlaggedMapper)]);

        Create(host).ShouldBe("""{"ship":"Argo under the flag"}""");
    }

    [Fact]
    public void A_mapper_that_is_registered_by_hand_is_taken_as_it_is()
    {
        using var host = Build(
            chain => chain.Services.AddSingleton(new FlaggedMapper(new Mast(new Flag { Name = "white" }))),
            [typeof(Sailed), typeof(FlaggedMapper)]);

        Create(host).ShouldBe("""{"ship":"Argo under the white"}""");
    }

    [Fact]
    public async Task A_mapper_that_needs_a_scoped_service() => (await ErrorAsync(
        chain => chain.Services.AddScoped<Flag>().AddTransient<Mast>(), typeof(Sailed), typeof(FlaggedMapper))).ShouldBe(
            "FlaggedMapper needs Flag, which is registered as scoped. A mapper is made once and serves every save: let it take singletons "
            + "only, and put what belongs to one command into the domain event.");

    [Fact]
    public async Task A_mapper_that_needs_what_is_not_registered() =>
        (await ErrorAsync(_ => { }, typeof(Sailed), typeof(FlaggedMapper))).ShouldBe(
            "FlaggedMapper takes Mast, which is not registered. Register it as a singleton, or take it out of the constructor.");

    [Fact]
    public async Task A_mapper_that_throws_when_it_is_made() =>
        (await ErrorAsync(_ => { }, typeof(Sailed), typeof(BrokenMapper))).ShouldBe(
            "BrokenMapper can't be made: InvalidTimeZoneException: no");

    [Fact]
    public async Task An_upcaster_that_takes_something() =>
        (await ErrorAsync(_ => { }, [.. _contract, typeof(ArrivedEvent), typeof(NeedyUpcaster)])).ShouldBe(
            "NeedyUpcaster has no constructor that takes nothing. An upcaster is a pure function of the older event: give it one.");

    private static CleanCqrsBuilder WithStores(CleanCqrsBuilder chain)
    {
        var outbox = Substitute.For<IOutboxStore>();
        outbox.ReadPendingAsync(default!, default, default, default!, default).ReturnsForAnyArgs([]);
        var progress = Substitute.For<IProjectionStore>();
        progress.ReadDueAsync(default!, default, default, default).ReturnsForAnyArgs(new DueEvents([], null));
        chain.Services.AddSingleton(outbox).AddSingleton(progress);
        return chain;
    }

    private static IHost Build(Action<CleanCqrsBuilder> compose, Type[] types, ILoggerProvider? log = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        compose(builder.Services.AddCleanCqrs(new ListedTypes(types)));
        return builder.Build();
    }

    private static async Task<string> ErrorAsync(Action<CleanCqrsBuilder> compose, params Type[] types)
    {
        using var host = Build(compose, types);
        return (await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync(Token))).Message;
    }

    private static string Create(IHost host)
    {
        var envelope = host.Services.GetRequiredService<IIntegrationEventFactory>()
            .Create("Argo", new RaisedEvent(new Sailed("Argo"), 1), DateTimeOffset.UnixEpoch);
        return System.Text.Encoding.UTF8.GetString(envelope.Payload.Span);
    }

    private sealed record Sailed(string Ship) : IDomainEvent;

    [IntegrationEvent("harbour.sailed.v1", "sails")]
    private sealed record SailedEvent(string Ship) : IIntegrationEvent;

    private static class Elsewhere
    {
        public sealed record Sailed(string Ship) : IDomainEvent;

        [IntegrationEvent("elsewhere.sailed.v1", "elsewhere")]
        public sealed record SailedEvent(string Ship) : IIntegrationEvent;
    }

    private sealed class SailedMapper : IIntegrationEventMapper<Sailed, SailedEvent>
    {
        public SailedEvent Map(Sailed domainEvent) => new(domainEvent.Ship);
    }

    private sealed class Flag
    {
        public string Name { get; init; } = "flag";
    }

    private sealed class Mast(Flag flag)
    {
        public Flag Flag { get; } = flag;
    }

    private sealed class FlaggedMapper(Mast mast) : IIntegrationEventMapper<Sailed, SailedEvent>
    {
        public SailedEvent Map(Sailed domainEvent) => new($"{domainEvent.Ship} under the {mast.Flag.Name}");
    }

    private sealed class BrokenMapper : IIntegrationEventMapper<Sailed, SailedEvent>
    {
        public BrokenMapper() => throw new InvalidTimeZoneException("no");

        public SailedEvent Map(Sailed domainEvent) => new(domainEvent.Ship);
    }

    [IntegrationEvent("harbour.arrived.v1", "arrivals")]
    private sealed record ArrivedEvent(string Ship) : IIntegrationEvent;

    private sealed class NeedyUpcaster(Flag flag) : IIntegrationEventUpcaster<ArrivedEvent, SailedEvent>
    {
        public SailedEvent Upcast(ArrivedEvent integrationEvent) => new(flag.Name);
    }

    [IntegrationEvent("harbour.sunk.v1", "wrecks")]
    private sealed class SunkEvent : IIntegrationEvent
    {
        public int Depth { get; private set; }
    }

    [IntegrationEvent("harbour.stranded.v1", "wrecks")]
    private sealed class StrandedEvent : IIntegrationEvent
    {
        public string Place { get; } = "";
    }

    private sealed class SailProjector : INotificationHandler<SailedEvent>
    {
        public Task Handle(SailedEvent notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class ArrivalProjector : INotificationHandler<ArrivedEvent>
    {
        public Task Handle(ArrivedEvent notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class WreckProjector : INotificationHandler<SunkEvent>
    {
        public Task Handle(SunkEvent notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class LogSailing : IDomainEventHandler<Sailed>
    {
        public Task HandleAsync(Sailed domainEvent, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed record Sail(string Ship) : ICommand<int>;

    private sealed class SailHandler : ICommandHandler<Sail, int>
    {
        public Task<int> Handle(Sail request, CancellationToken cancellationToken) => Task.FromResult(1);
    }

    private sealed class OtherSailHandler : ICommandHandler<Sail, int>
    {
        public Task<int> Handle(Sail request, CancellationToken cancellationToken) => Task.FromResult(2);
    }

    private sealed class Tide;

    private sealed record TideTurned : INotification;

    private sealed class HearOfTheTide : INotificationHandler<TideTurned>
    {
        public Task Handle(TideTurned notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
