namespace Ordering.Application.Orders.AuditOrders;

/// <summary>Reads both models side by side. It is the only reader that may: it exists to find where they differ.</summary>
public interface IOrderAuditor
{
    Task<OrderAudit> AuditAsync(CancellationToken cancellationToken);
}
