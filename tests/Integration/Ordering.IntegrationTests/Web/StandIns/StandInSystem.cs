using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Ordering.Application.Orders.AuditOrders;
using Ordering.Application.Orders.Projections;
using Ordering.WebUi.Orders;
using Ordering.WebUi.Products;

namespace Ordering.IntegrationTests.Web.StandIns;

/// <summary>Every port that operations look through, so that a test can say what they find there.</summary>
public sealed class StandInSystem
{
    public StandInSystem()
    {
        Outbox.GetStatusAsync(default).ReturnsForAnyArgs(new OutboxStatus(0, 0, 0, 0, null, null));
        Outbox.ListDeadLettersAsync(default, default).ReturnsForAnyArgs([]);
        ProjectionStore.GetStatusAsync(default!, default).ReturnsForAnyArgs(call => new ProjectionStatus(call.Arg<string>(), 0, 0, 0, 0, 0));
        ProjectionStore.ListHeldAsync(default!, default, default, default).ReturnsForAnyArgs([]);
        ProjectionStore.ListUnreadableAsync(default!, default, default).ReturnsForAnyArgs([]);
        Auditor.AuditAsync(default).ReturnsForAnyArgs(new OrderAudit(0, 0, 0, 0, [], true));
    }

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public IOutboxStore Outbox { get; } = Substitute.For<IOutboxStore>();

    public IOutboxSignal OutboxSignal { get; } = Substitute.For<IOutboxSignal>();

    public IProjectionStore ProjectionStore { get; } = Substitute.For<IProjectionStore>();

    public IProjectionWakeUp ProjectionWakeUp { get; } = Substitute.For<IProjectionWakeUp>();

    public IOrderAuditor Auditor { get; } = Substitute.For<IOrderAuditor>();

    public IPendingProductDetails PendingProductDetails { get; } = Substitute.For<IPendingProductDetails>();

    public void AddTo(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddMediatR(mediator =>
        {
            mediator.TypeEvaluator = type => type == typeof(AuditOrdersQueryHandler);
            mediator.RegisterServicesFromAssemblyContaining<AuditOrdersQueryHandler>();
        });
        services.AddEmbeddedProducts();
        services.AddSingleton(Outbox);
        services.AddSingleton(OutboxSignal);
        services.AddSingleton(ProjectionStore);
        services.AddSingleton(ProjectionWakeUp);
        services.AddSingleton(Auditor);
        services.AddSingleton(PendingProductDetails);
        services.AddSingleton(Substitute.For<IReadModelWaiter>());
        services.AddSingleton(Substitute.For<IOrderNews>());
    }
}
