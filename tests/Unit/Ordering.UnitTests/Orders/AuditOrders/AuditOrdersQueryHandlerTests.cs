using CleanCqrs.Application.Audit;
using NSubstitute;
using Ordering.Application.Orders.AuditOrders;
using Ordering.Application.Orders.Projections;

namespace Ordering.UnitTests.Orders.AuditOrders;

public class AuditOrdersQueryHandlerTests
{
    private static readonly Guid _order = new("0198c5a4-0000-7000-8000-000000000000");

    [Fact]
    public async Task An_audit_of_orders_tells_both_totals_and_each_field_that_differs()
    {
        var audit = await AuditAsync(
            new AuditedRow(_order.ToString(), RowDifferenceKind.Missing, []),
            new AuditedRow(_order.ToString(), RowDifferenceKind.Extra, []),
            new AuditedRow(
                _order.ToString(),
                RowDifferenceKind.Different,
                [new AuditedValue("status", "CANCELLED", "CREATED"), new AuditedValue("quantity", "1", "2")]));

        (audit.Orders, audit.Summaries, audit.WriteTotal, audit.ReadTotal, audit.Complete).ShouldBe((2, 1, 30.60m, 15.30m, true));
        audit.Differences.ShouldBe(
        [
            new OrderDifference(_order, "order", "present", null),
            new OrderDifference(_order, "order", null, "present"),
            new OrderDifference(_order, "status", "CANCELLED", "CREATED"),
            new OrderDifference(_order, "quantity", "1", "2"),
        ]);
    }

    [Theory]
    [InlineData(OrderAudit.MaxDifferences, true)]
    [InlineData(OrderAudit.MaxDifferences + 1, false)]
    public async Task A_list_that_is_cut_off_says_so(int rows, bool isComplete)
    {
        var audit = await AuditAsync(
            [.. Enumerable.Repeat(new AuditedRow(_order.ToString(), RowDifferenceKind.Missing, []), rows)]);

        audit.Differences.Count.ShouldBe(OrderAudit.MaxDifferences);
        audit.Complete.ShouldBe(isComplete);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    public async Task What_is_counted_and_not_listed_or_could_not_be_compared_is_not_complete(long counted, long unsettled)
    {
        var found = Found([new AuditedRow(_order.ToString(), RowDifferenceKind.Missing, [])]) with
        {
            Counts = new Dictionary<RowDifferenceKind, long> { [RowDifferenceKind.Missing] = counted },
            Unsettled = unsettled,
        };

        (await AuditAsync(found)).Complete.ShouldBeFalse();
    }

    private static Task<OrderAudit> AuditAsync(params AuditedRow[] rows) => AuditAsync(Found(rows));

    private static Task<OrderAudit> AuditAsync(RowAudit found)
    {
        var audits = Substitute.For<IRowAudits>();
        audits.RunAsync(OrderSummaryProjector.ProjectionName, Arg.Any<TimeSpan>(), TestContext.Current.CancellationToken)
            .Returns([found]);
        return new AuditOrdersQueryHandler(audits).Handle(new AuditOrdersQuery(), TestContext.Current.CancellationToken);
    }

    private static RowAudit Found(AuditedRow[] rows) => new(
        "OrderSummary",
        2,
        1,
        [new RowFigure(OrderAudit.Total, 30.60m, 15.30m)],
        rows.CountBy(row => row.Kind).ToDictionary(count => count.Key, count => (long)count.Value),
        0,
        rows);
}
