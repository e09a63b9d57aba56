using NSubstitute;
using Ordering.Application.Orders.AuditOrders;

namespace Ordering.UnitTests.Orders.AuditOrders;

public class AuditOrdersQueryHandlerTests
{
    [Fact]
    public async Task An_audit_is_what_the_auditor_finds()
    {
        var audit = new OrderAudit(2, 1, 30.60m, 15.30m, [new OrderDifference(Guid.Empty, "order", "CREATED", null)], Complete: true);
        var auditor = Substitute.For<IOrderAuditor>();
        auditor.AuditAsync(TestContext.Current.CancellationToken).Returns(audit);

        var answer = await new AuditOrdersQueryHandler(auditor).Handle(new AuditOrdersQuery(), TestContext.Current.CancellationToken);

        answer.ShouldBeSameAs(audit);
    }
}
