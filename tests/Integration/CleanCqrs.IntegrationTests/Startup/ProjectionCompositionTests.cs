using CleanCqrs.Application;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using MediatR;
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
    public void A_projector_of_a_base_type_is_refused_since_it_would_never_be_called()
    {
        ErrorOf(chain => chain.AddProjection("everything", projection => projection.AddProjector<EverythingProjector>())).ShouldBe(
            "EverythingProjector handles IIntegrationEvent, which no event is: name the events themselves, one INotificationHandler for "
                + "each.");
    }

    [Fact]
    public void A_projector_that_was_registered_before_is_called_all_the_same()
    {
        var services = new ServiceCollection();
        services.AddScoped<DepositTotalProjector>();

        new CleanCqrsBuilder(services)
            .AddProjection("totals", projection => projection.AddProjector<DepositTotalProjector>())
            .AddProjection("totals again", projection => projection.AddProjector<DepositTotalProjector>());

        services.Count(descriptor => descriptor.ServiceType == typeof(INotificationHandler<MoneyDepositedEvent>)).ShouldBe(1);
    }

    private sealed class EverythingProjector : INotificationHandler<IIntegrationEvent>
    {
        public Task Handle(IIntegrationEvent notification, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private string ErrorOf(Action<CleanCqrsBuilder> compose) =>
        Should.Throw<InvalidOperationException>(() => Bank.Build(setup => setup.Compose = compose)).Message;
}
