using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using CleanCqrs.Application.Rebuilds;
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
        OutboxOperations.GetStatusAsync(default).ReturnsForAnyArgs(new OutboxStatus(0, 0, 0, 0, null, null));
        DeadLetters.ListAsync(default!, default, default, default).ReturnsForAnyArgs(new DeadLetterPage([], null));
        DeadLetters.GroupAsync(default!, default).ReturnsForAnyArgs(new DeadLetterGroups([], true));
        OperatorActions.ListAsync(default!, default, default).ReturnsForAnyArgs(new OperatorActionPage([], null));
        ProjectionOperations.GetStatusAsync(default!, default).ReturnsForAnyArgs(
            call => new ProjectionStatus(call.Arg<string>(), 0, 0, 0, 0, 0));
        ProjectionOperations.ListUnreadableAsync(default!, default, default).ReturnsForAnyArgs([]);
        Health.Parts.Returns(["write-database", "transport", "read-database"]);
        Health.List().Returns(
            _ => [.. Health.Parts.Select(part => Ailing.GetValueOrDefault(part) ?? new PartHealth(part, PartStatus.Healthy))]);
        Figures.Read().Returns(new PipelineFigures(
            Start, null, [new ProjectionFigures(OrderSummaryProjector.ProjectionName, null, null)]));
        Figures.ListRecent().Returns([]);
        RangeHolders.ListAsync(default).ReturnsForAnyArgs([]);
        Rebuilds.ListAsync(default).ReturnsForAnyArgs([]);
        ProjectionHoles.ListAsync(default!, default, default, default).ReturnsForAnyArgs([]);
        ProjectionOperations.ListHeldAsync(default!, default, default, default).ReturnsForAnyArgs([]);
        Audits.Read().Returns(new AuditStatus(null, [], null));
        Find();
    }

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public IPipelineHealth Health { get; } = Substitute.For<IPipelineHealth>();

    /// <summary>The parts that are not healthy, by their names.</summary>
    public Dictionary<string, PartHealth> Ailing { get; } = [];

    public IOutboxStore Outbox { get; } = Substitute.For<IOutboxStore>();

    public IOutboxOperations OutboxOperations { get; } = Substitute.For<IOutboxOperations>();

    public IProjectionPositions ProjectionPositions { get; } = Substitute.For<IProjectionPositions>();

    public IProjectionOperations ProjectionOperations { get; } = Substitute.For<IProjectionOperations>();

    public IDeadLetters DeadLetters { get; } = Substitute.For<IDeadLetters>();

    public IRedrives Redrives { get; } = Substitute.For<IRedrives>();

    public IOperatorActions OperatorActions { get; } = Substitute.For<IOperatorActions>();

    public IProjectionHoles ProjectionHoles { get; } = Substitute.For<IProjectionHoles>();

    public IRangeHolders RangeHolders { get; } = Substitute.For<IRangeHolders>();

    public IRebuilds Rebuilds { get; } = Substitute.For<IRebuilds>();

    public IPipelineFigures Figures { get; } = Substitute.For<IPipelineFigures>();

    public IAudits Audits { get; } = Substitute.For<IAudits>();

    public IRowAudits RowAudits { get; } = Substitute.For<IRowAudits>();

    public IPendingProductDetails PendingProductDetails { get; } = Substitute.For<IPendingProductDetails>();

    /// <summary>What an audit of orders finds from now on: two orders and one summary.</summary>
    public void Find(params AuditedRow[] rows) => RowAudits.RunAsync(default!, default, default).ReturnsForAnyArgs(
        [
            new RowAudit(
                "OrderSummary",
                2,
                1,
                [new RowFigure(OrderAudit.Total, 123.4500m, 100m)],
                rows.CountBy(row => row.Kind).ToDictionary(count => count.Key, count => (long)count.Value),
                0,
                rows),
        ]);

    public void AddTo(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddMediatR(mediator =>
        {
            mediator.TypeEvaluator = type => type == typeof(AuditOrdersQueryHandler);
            mediator.RegisterServicesFromAssemblyContaining<AuditOrdersQueryHandler>();
        });
        services.AddEmbeddedProducts();
        services.AddSingleton(Health);
        services.AddSingleton(Outbox);
        services.AddSingleton(OutboxOperations);
        services.AddSingleton(ProjectionPositions);
        services.AddSingleton(ProjectionOperations);
        services.AddSingleton(DeadLetters);
        services.AddSingleton(Redrives);
        services.AddSingleton(OperatorActions);
        services.AddSingleton(Audits);
        services.AddSingleton(Substitute.For<IExplanations>());
        services.AddSingleton(Rebuilds);
        services.AddSingleton(ProjectionHoles);
        services.AddSingleton(RangeHolders);
        services.AddSingleton(Figures);
        services.AddSingleton(RowAudits);
        services.AddSingleton(PendingProductDetails);
        services.AddSingleton(Substitute.For<IReadModelWaiter>());
        services.AddSingleton(Substitute.For<IAbandonedAttempts>());
        services.AddSingleton(Substitute.For<IOrderNews>());
    }
}
