using CleanCqrs.Application.Behaviors;
using CleanCqrs.Application.Commands;
using CleanCqrs.Application.DomainEvents;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Queries;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure;
using FluentValidation;
using MediatR;
using MediatR.NotificationPublishers;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace CleanCqrs.UnitTests.Infrastructure.Registration;

public sealed class MediatRTests
{
    private static readonly ListedTypes _types = ListedTypes.In(typeof(MediatRTests));

    private readonly List<string> _calls = [];

    public static TheoryData<string> Orders { get; } = ["alone", "before", "after", "before and after", "two modules"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_command_runs_once_however_often_its_assembly_is_registered(string order)
    {
        await using var services = Compose(order);

        (await services.GetRequiredService<ISender>().Send(new Moor("Argo"), Token)).ShouldBe("Argo");

        _calls.ShouldBe(["validated", "moored", "saved"]);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_query_has_one_handler_however_often_its_assembly_is_registered(string order)
    {
        await using var services = Compose(order);

        services.GetServices<IRequestHandler<FindBerth, int>>().Count().ShouldBe(1);
        (await services.GetRequiredService<ISender>().Send(new FindBerth(), Token)).ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_domain_event_reaches_its_handler_once(string order)
    {
        await using var services = Compose(order);

        await services.GetRequiredService<IDomainEventDispatcher>().DispatchAsync(services, new Moored("Argo"), Token);

        _calls.ShouldBe(["logged Argo"]);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_behaviors_stand_in_their_order_once(string order)
    {
        using var services = Compose(order);

        services.GetServices<IPipelineBehavior<Moor, string>>().Select(behavior => behavior.GetType().GetGenericTypeDefinition()).ShouldBe(
            [typeof(TracingBehavior<,>), typeof(ValidationBehavior<,>), typeof(UnitOfWorkBehavior<,>)]);
    }

    [Fact]
    public void The_behaviors_stand_in_their_order_where_the_application_has_registered_some_of_them()
    {
        var services = Register();
        services.AddMediatR(configuration => configuration
            .RegisterServicesFromAssembly(_types)
            .AddOpenBehavior(typeof(UnitOfWorkBehavior<,>))
            .AddOpenBehavior(typeof(ValidationBehavior<,>)));
        services.AddCleanCqrs(_types);

        services.BuildServiceProvider().GetServices<IPipelineBehavior<Moor, string>>()
            .Select(behavior => behavior.GetType().GetGenericTypeDefinition()).ShouldBe(
                [typeof(TracingBehavior<,>), typeof(ValidationBehavior<,>), typeof(UnitOfWorkBehavior<,>)]);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task The_notification_publisher_of_the_application_is_kept(string order)
    {
        await using var services = Compose(order, configuration => configuration.NotificationPublisherType = typeof(TaskWhenAllPublisher));

        services.GetRequiredService<INotificationPublisher>().ShouldBeOfType<TaskWhenAllPublisher>();
        await services.GetRequiredService<IPublisher>().Publish(new TideTurned(), Token);

        _calls.ShouldBe(["heard of the tide"]);
    }

    [Theory]
    [InlineData("alone", false)]
    [InlineData("before", false)]
    [InlineData("after", false)]
    [InlineData("before", true)]
    [InlineData("after", true)]
    public async Task An_integration_event_that_is_published_through_MediatR_is_refused_and_reaches_no_projector(string order, bool atOnce)
    {
        await using var services = Compose(order, configuration =>
        {
            if (atOnce)
            {
                configuration.NotificationPublisherType = typeof(TaskWhenAllPublisher);
            }
        });

        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => services.GetRequiredService<IPublisher>().Publish(new MooredEvent("Argo"), Token));

        error.Message.ShouldBe(
            "MooredEvent was published through MediatR, which would reach no projection. An integration event leaves by the outbox: let an "
            + "aggregate raise the domain event that it is mapped from, and save it. Give messages within the process a notification of "
            + "their own.");
        _calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Modules_with_assemblies_of_their_own_are_one_system()
    {
        var services = Register();
        services.AddCleanCqrs(new ListedTypes(typeof(Moored), typeof(Moor), typeof(MoorHandler)));
        services.AddCleanCqrs(new ListedTypes(typeof(MooredEvent), typeof(MoorValidator), typeof(LogMooring)));
        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredService<ISender>().Send(new Moor("Argo"), Token);

        _calls.ShouldBe(["validated", "moored", "saved"]);
        provider.GetRequiredService<IIntegrationEventTypes>().Topics.ShouldBe(["harbour"]);
        provider.GetRequiredService<IIntegrationEventFactory>()
            .Create("Argo", Ship.Moor("Argo").RaisedEvents[0], DateTimeOffset.UnixEpoch).EventType.ShouldBe("harbour.moored.v1");
    }

    private ServiceProvider Compose(string order, Action<MediatRServiceConfiguration>? configure = null)
    {
        var services = Register();
        if (order.Contains("before", StringComparison.Ordinal))
        {
            AddOwn();
        }

        services.AddCleanCqrs(_types);
        if (order == "two modules")
        {
            services.AddCleanCqrs(ListedTypes.In(typeof(MediatRTests)), _types);
        }

        if (order.Contains("after", StringComparison.Ordinal))
        {
            AddOwn();
        }

        return services.BuildServiceProvider();

        void AddOwn() => services
            .AddMediatR(configuration =>
            {
                configuration.RegisterServicesFromAssembly(_types);
                configure?.Invoke(configuration);
            })
            .AddTransient<IValidator<Moor>, MoorValidator>();
    }

    private ServiceCollection Register()
    {
        var services = new ServiceCollection();
        var unitOfWork = Substitute.For<IUnitOfWork>();
        unitOfWork.When(unit => unit.SaveChangesAsync(Arg.Any<CancellationToken>())).Do(_ => _calls.Add("saved"));
        services.AddSingleton(_calls).AddSingleton(unitOfWork);
        return services;
    }

    public sealed record Moor(string Ship) : ICommand<string>;

    private sealed class MoorHandler(List<string> calls) : ICommandHandler<Moor, string>
    {
        public Task<string> Handle(Moor request, CancellationToken cancellationToken)
        {
            calls.Add("moored");
            return Task.FromResult(request.Ship);
        }
    }

    private sealed class MoorValidator : AbstractValidator<Moor>
    {
        public MoorValidator(List<string> calls) => RuleFor(command => command.Ship).Must(_ =>
        {
            calls.Add("validated");
            return true;
        });
    }

    public sealed record FindBerth : IQuery<int>;

    private sealed class FindBerthHandler : IQueryHandler<FindBerth, int>
    {
        public Task<int> Handle(FindBerth request, CancellationToken cancellationToken) => Task.FromResult(7);
    }

    private sealed class Ship(string id) : AggregateRoot<string>(id)
    {
        public static Ship Moor(string id)
        {
            var ship = new Ship(id);
            ship.Raise(new Moored(id));
            return ship;
        }
    }

    private sealed record Moored(string Ship) : IDomainEvent;

    private sealed class LogMooring(List<string> calls) : IDomainEventHandler<Moored>
    {
        public Task HandleAsync(Moored domainEvent, CancellationToken cancellationToken)
        {
            calls.Add($"logged {domainEvent.Ship}");
            return Task.CompletedTask;
        }
    }

    [IntegrationEvent("harbour.moored.v1", "harbour")]
    private sealed record MooredEvent(string Ship) : IIntegrationEvent;

    private sealed class MooringProjector(List<string> calls) : INotificationHandler<MooredEvent>
    {
        public Task Handle(MooredEvent notification, CancellationToken cancellationToken)
        {
            calls.Add("projected");
            return Task.CompletedTask;
        }
    }

    private sealed record TideTurned : INotification;

    private sealed class HearOfTheTide(List<string> calls) : INotificationHandler<TideTurned>
    {
        public Task Handle(TideTurned notification, CancellationToken cancellationToken)
        {
            calls.Add("heard of the tide");
            return Task.CompletedTask;
        }
    }
}
