using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Queries;
using Ordering.Application.Orders.Projections;

namespace Ordering.Application.Orders.AuditOrders;

/// <summary>Compares the read model with the write model, order by order.</summary>
public sealed record AuditOrdersQuery : IQuery<OrderAudit>;

public sealed class AuditOrdersQueryHandler(IRowAudits audits) : IQueryHandler<AuditOrdersQuery, OrderAudit>
{
    /// <summary>Somebody waits for the answer; what takes longer, the audit in the background tells apart.</summary>
    private static readonly TimeSpan _secondLook = TimeSpan.FromSeconds(1);

    public async Task<OrderAudit> Handle(AuditOrdersQuery request, CancellationToken cancellationToken) =>
        OrderAudit.Of((await audits.RunAsync(OrderSummaryProjector.ProjectionName, _secondLook, cancellationToken)).Single());
}
