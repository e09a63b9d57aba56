using CleanCqrs.Application;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using MediatR;
using MediatR.NotificationPublishers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Startup;

public sealed class ProjectionCompositionTests : BankTest
{
    [Fact]
    public async Task A_projector_that_belongs_to_no_projection_stops_the_start()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(
            () => Bank.StartAsync(setup => setup.Types.Add(typeof(DepositTotalProjector))));

        error.Message.ShouldBe(
            "DepositTotalProjector handles integration events, but belongs to no projection, so it would never be called. "
            + "Name it in AddProjection(\"...\", projection => projection.AddProjector<DepositTotalProjector>()).");
    }

    [Fact]
    public async Task A_host_without_projections_may_leave_projectors_to_others()
    {
        var host = await Bank.StartAsync(setup =>
        {
            setup.Types.Add(typeof(DepositTotalProjector));
            setup.Compose = chain => chain.UseInProcessTransport();
        });

        await Should.NotThrowAsync(() => host.OpenAsync("a"));
    }

    [Fact]
    public async Task Options_that_no_projection_would_have_stop_the_start()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => Bank.StartAsync(setup =>
            setup.Services = services => services.Configure<ProjectionOptions>(options => options.MaxAttempts = 1)));

        error.Message.ShouldBe(
            "ProjectionOptions are configured without a name, so no projection would have them. Give them in AddProjection(\"...\", "
            + "projection => projection.Configure(...)), or to every projection with services.ConfigureAll<ProjectionOptions>(...).");
    }

    [Fact]
    public void A_projection_without_a_projector_is_refused()
    {
        ErrorOf(chain => chain.AddProjection("statements", _ => { })).ShouldBe(
            "The projection 'statements' has no projector. Name one: projection.AddProjector<TProjector>().");
    }

    [Fact]
    public void A_projector_that_handles_no_integration_event_is_refused()
    {
        ErrorOf(chain => chain.AddProjection("statements", projection => projection.AddProjector<Branch>())).ShouldBe(
            "Branch handles no integration event. Implement INotificationHandler<TEvent> for an event that is an IIntegrationEvent.");
    }

    [Fact]
    public void Two_projections_of_one_name_are_refused()
    {
        ErrorOf(chain => chain
            .AddProjection("statements", BankSetup.StatementsProjection)
            .AddProjection("statements", projection => projection.AddProjector<DepositTotalProjector>())).ShouldBe(
            "There is a projection 'statements' already. Give each projection a name of its own.");
    }

    [Fact]
    public void A_name_that_could_be_taken_for_another_one_is_refused()
    {
        foreach (var name in new[] { "statements ", new string('x', 201) })
        {
            ErrorOf(chain => chain.AddProjection(name, BankSetup.StatementsProjection)).ShouldBe(
                $"The progress of the projection '{name}' can't be kept under this name: it must have at most 200 characters, and no space "
                + "at its end.");
        }
    }

    [Fact]
    public void A_projector_of_a_base_type_is_refused_since_it_would_never_be_called()
    {
        ErrorOf(chain => chain.AddProjection("everything", projection => projection.AddProjector<EverythingProjector>())).ShouldBe(
            "EverythingProjector handles IIntegrationEvent, which no event is: name the events themselves, one INotificationHandler for "
                + "each.");
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Each_event_is_projected_once_where_the_application_has_its_own_MediatR(string order)
    {
        var host = await Bank.StartAsync(setup =>
        {
            var own = new ListedTypes([.. setup.Types, typeof(StatementProjector), typeof(DepositTotalProjector)]);
            setup.Types.Add(typeof(StatementProjector));
            setup.Services = services =>
            {
                if (order == "before")
                {
                    AddOwn(services);
                }
            };
            setup.Compose = chain =>
            {
                // Named twice, and registered by the application as transient: still one call for each event.
                chain.Services.AddTransient<DepositTotalProjector>();
                chain.UseInProcessTransport(BankSetup.TransportWithoutPatience).AddRelay()
                    .AddProjection(
                        "statements", projection => projection.AddProjector<StatementProjector>().AddProjector<StatementProjector>())
                    .AddProjection("totals", projection => projection.AddProjector<DepositTotalProjector>());
                if (order == "after")
                {
                    AddOwn(chain.Services);
                }
            };

            void AddOwn(IServiceCollection services) => services.AddMediatR(configuration =>
            {
                configuration.NotificationPublisherType = typeof(TaskWhenAllPublisher);
                configuration.RegisterServicesFromAssembly(own);
            });
        });

        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2));

        await Eventually.HoldsAsync(
            async () => await host.FindVersionAsync("a") == 3 && await host.FindVersionAsync("a", "totals") == 3,
            "the deposits are projected");
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<StatementContext>().DepositTotals.SingleAsync(Token)).Amount.ShouldBe(3);
        (await host.FindTrailAsync("a")).ShouldBe("opened +1 +2");
    }

    private sealed class EverythingProjector : INotificationHandler<IIntegrationEvent>
    {
        public Task Handle(IIntegrationEvent notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private string ErrorOf(Action<CleanCqrsBuilder> compose) =>
        Should.Throw<InvalidOperationException>(() => Bank.Build(setup => setup.Compose = compose)).Message;
}
