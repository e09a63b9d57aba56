using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.UnitTests.Infrastructure.Registration;
using MediatR;
using MediatR.NotificationPublishers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Projections;

public sealed class ProjectorInvokerTests
{
    private static readonly ListedTypes _types = ListedTypes.In(typeof(ProjectorInvokerTests));

    private readonly List<string> _calls = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alone")]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Each_projector_sees_each_of_its_events_once_where_the_application_has_its_own_MediatR(string order)
    {
        await ApplyAsync(order);

        _calls.ShouldBe(
        [
            "first looks ahead at 2",
            "first sees raised 1", "second sees raised 1",
            "first sees lowered 2",
        ]);
    }

    [Fact]
    public async Task One_instance_sees_a_batch_even_where_the_application_has_registered_it_as_transient()
    {
        await ApplyAsync("transient");

        _calls.ShouldBe(
        [
            "first looks ahead at 2",
            "first sees raised 1", "second sees raised 1",
            "first sees lowered 2",
        ]);
    }

    private async Task ApplyAsync(string order)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_calls);
        switch (order)
        {
            case "before":
                AddOwn(services);
                break;
            case "transient":
                services.AddTransient<First>();
                break;
        }

        services.AddCleanCqrs(_types)
            .AddProjection("flags", flags => flags.AddProjector<First>().AddProjector<Second>().AddProjector<First>());
        if (order == "after")
        {
            AddOwn(services);
        }

        await using var provider = services.BuildServiceProvider(validateScopes: true);
        await using var scope = provider.CreateAsyncScope();
        var session = Substitute.For<IProjectionSession>();
        session.Services.Returns(scope.ServiceProvider);
        var serializer = provider.GetRequiredService<IIntegrationEventSerializer>();
        EventEnvelope[] events = [Envelope(1, new RaisedFlagEvent(1)), Envelope(2, new LoweredFlagEvent(2))];

        await new ProjectorInvoker(
            provider.GetServices<Projection>().Single(),
            serializer,
            provider.GetRequiredService<AbandonedAttempts>(),
            new ProjectionTelemetry("flags", TimeProvider.System, NullLogger.Instance),
            () => new ProjectionOptions(),
            TimeProvider.System,
            TaskScheduler.Default).ApplyAsync(session, events, new ProjectionAttempt(events), Token);

        EventEnvelope Envelope(long version, IIntegrationEvent integrationEvent) => new(
            Guid.Empty,
            provider.GetRequiredService<IIntegrationEventTypes>().Describe(integrationEvent.GetType()).Name,
            "flags",
            "mast",
            version,
            DateTimeOffset.UnixEpoch,
            serializer.Serialize(integrationEvent));
    }

    private static void AddOwn(ServiceCollection services) => services.AddMediatR(configuration =>
    {
        configuration.NotificationPublisherType = typeof(TaskWhenAllPublisher);
        configuration.RegisterServicesFromAssembly(_types);
    });

    [IntegrationEvent("harbour.flag.raised.v1", "flags")]
    private sealed record RaisedFlagEvent(int Number) : IIntegrationEvent;

    [IntegrationEvent("harbour.flag.lowered.v1", "flags")]
    private sealed record LoweredFlagEvent(int Number) : IIntegrationEvent;

    private sealed class First(List<string> calls)
        : INotificationHandler<RaisedFlagEvent>, INotificationHandler<LoweredFlagEvent>, IProjectionPrefetch
    {
        private bool _hasLookedAhead;

        public Task PrefetchAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken)
        {
            _hasLookedAhead = true;
            calls.Add($"first looks ahead at {events.Count}");
            return Task.CompletedTask;
        }

        public Task Handle(RaisedFlagEvent notification, CancellationToken cancellationToken) => See($"raised {notification.Number}");

        public Task Handle(LoweredFlagEvent notification, CancellationToken cancellationToken) => See($"lowered {notification.Number}");

        private Task See(string what)
        {
            calls.Add(_hasLookedAhead ? $"first sees {what}" : $"another one sees {what}");
            return Task.CompletedTask;
        }
    }

    private sealed class Second(List<string> calls) : INotificationHandler<RaisedFlagEvent>
    {
        public Task Handle(RaisedFlagEvent notification, CancellationToken cancellationToken)
        {
            calls.Add($"second sees raised {notification.Number}");
            return Task.CompletedTask;
        }
    }
}
