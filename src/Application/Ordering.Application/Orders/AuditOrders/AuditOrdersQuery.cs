using CleanCqrs.Application.Queries;

namespace Ordering.Application.Orders.AuditOrders;

/// <summary>Compares the read model with the write model, order by order.</summary>
public sealed record AuditOrdersQuery : IQuery<OrderAudit>;

public sealed class AuditOrdersQueryHandler(IOrderAuditor auditor) : IQueryHandler<AuditOrdersQuery, OrderAudit>
{
    public Task<OrderAudit> Handle(AuditOrdersQuery request, CancellationToken cancellationToken) => auditor.AuditAsync(cancellationToken);
}
