using CleanCqrs.Application.Behaviors;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.AuditOrders;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;
using Ordering.Domain.Orders;
using Ordering.WebUi.Products;

namespace Ordering.IntegrationTests.Web.StandIns;

/// <summary>Every port of the ordering system in memory: what is under test is the host around it.</summary>
public sealed class StandInSystem
{
    public StandInSystem()
    {
        Outbox.GetStatusAsync(default).ReturnsForAnyArgs(new OutboxStatus(0, 0, 0, 0, null, null));
        Outbox.FindOutageAsync(default).ReturnsForAnyArgs((TransportOutage?)null);
        Outbox.ListDeadLettersAsync(default, default).ReturnsForAnyArgs([]);
        Outbox.TraceAsync(default!, default).ReturnsForAnyArgs(call => [new OutboxEventTrace(1, "ecommerce.orders.created.v1", Start, Start, null)]);
        ProjectionStore.GetStatusAsync(default!, default).ReturnsForAnyArgs(call => new ProjectionStatus(call.Arg<string>(), 0, 0, 0, 0));
        ProjectionStore.ListHeldAsync(default!, default, default, default).ReturnsForAnyArgs([]);
        ProjectionStore.FindPositionAsync(default!, default!, default)
            .ReturnsForAnyArgs(call => new StreamPosition(call.ArgAt<string>(1), 1, Start, Start));
        Auditor.AuditAsync(default).ReturnsForAnyArgs(new OrderAudit(0, 0, 0, 0, [], true));
    }

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public InMemoryOrders Orders { get; } = new();

    public InMemoryReadModel ReadModel { get; } = new();

    public IOutboxStore Outbox { get; } = Substitute.For<IOutboxStore>();

    public IOutboxSignal OutboxSignal { get; } = Substitute.For<IOutboxSignal>();

    public IProjectionStore ProjectionStore { get; } = Substitute.For<IProjectionStore>();

    public IProjectionWakeUp ProjectionWakeUp { get; } = Substitute.For<IProjectionWakeUp>();

    public IOrderAuditor Auditor { get; } = Substitute.For<IOrderAuditor>();

    public IPendingProductDetails PendingProductDetails { get; } = Substitute.For<IPendingProductDetails>();

    public void AddTo(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddMediatR(mediator => mediator
            .RegisterServicesFromAssemblyContaining<OrderSummary>()
            .AddOpenBehavior(typeof(TracingBehavior<,>))
            .AddOpenBehavior(typeof(ValidationBehavior<,>))
            .AddOpenBehavior(typeof(UnitOfWorkBehavior<,>))
            .AddOpenBehavior(typeof(IdempotencyBehavior<,>)));
        foreach (var found in AssemblyScanner.FindValidatorsInAssemblyContaining<OrderSummary>())
        {
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        }

        services.AddEmbeddedProducts();
        services.AddSingleton(Orders);
        services.AddSingleton(ReadModel);
        services.AddSingleton<IOrderSummaryReader>(ReadModel);
        services.AddSingleton<IReadModelWaiter>(ReadModel);
        services.AddSingleton<IProjectionFeed>(ReadModel);
        services.AddSingleton<IProductCatalog, StandInCatalog>();
        services.AddScoped<InMemoryUnitOfWork>();
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<InMemoryUnitOfWork>());
        services.AddScoped<IOrderRepository>(provider => provider.GetRequiredService<InMemoryUnitOfWork>());
        services.AddScoped<IIdempotencyStore>(provider => provider.GetRequiredService<InMemoryUnitOfWork>());
        services.AddSingleton(Outbox);
        services.AddSingleton(OutboxSignal);
        services.AddSingleton(ProjectionStore);
        services.AddSingleton(ProjectionWakeUp);
        services.AddSingleton(Auditor);
        services.AddSingleton(PendingProductDetails);
        services.AddScoped<IProjectionContext>(_ => Substitute.For<IProjectionContext>());
        services.AddScoped<IOrderSummaryRepository>(_ => Substitute.For<IOrderSummaryRepository>());
    }
}
