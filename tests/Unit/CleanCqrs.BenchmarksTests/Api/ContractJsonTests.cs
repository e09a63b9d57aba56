using System.Net;
using CleanCqrs.Benchmarks.Replay.Api;

namespace CleanCqrs.BenchmarksTests.Api;

public class ContractJsonTests
{
    private const string Status =
        """
        {"outbox":{"pending":1,"deadLetters":2,"blockedStreams":3,"published":4},
         "projections":[{"name":"order-projection-group","parked":5,"retrying":6,"deadLetters":7,"streams":8}],"productDetailsPending":9}
        """;

    [Fact]
    public void The_status_is_read_figure_by_figure()
    {
        var status = ContractJson.Read<OperationsStatus>("GET", Status);

        status.Outbox.ShouldBe(new OutboxStatus(1, 2, 3, 4));
        status.Projections.ShouldBe([new ProjectionStatus("order-projection-group", 5, 6, 7, 8)]);
        status.ProductDetailsPending.ShouldBe(9);
        status.InMotion.ShouldBe(1 + 5 + 6 + 9);
    }

    [Theory]
    [InlineData("\"pending\":1,")]
    [InlineData("\"deadLetters\":2,")]
    [InlineData("\"blockedStreams\":3,")]
    [InlineData("\"parked\":5,")]
    [InlineData("\"retrying\":6,")]
    [InlineData("\"deadLetters\":7,")]
    [InlineData(",\"productDetailsPending\":9")]
    public void A_figure_that_is_absent_does_not_pass_for_0(string figure) =>
        Should.Throw<UnexpectedAnswerException>(() =>
            ContractJson.Read<OperationsStatus>("GET", Status.Replace(figure, "", StringComparison.Ordinal)));

    [Fact]
    public void The_audit_has_its_totals_in_text()
    {
        var audit = ContractJson.Read<AuditReport>(
            "GET",
            """
            {"orders":2,"summaries":2,"writeTotal":"123.45","readTotal":"123.40","complete":true,
             "differences":[{"orderId":"1","what":"status","write":"CANCELLED","read":null}]}
            """);

        (audit.WriteTotal, audit.ReadTotal).ShouldBe((123.45m, 123.40m));
        audit.Differences.ShouldBe([new AuditDifference("1", "status", "CANCELLED", null)]);
    }

    [Theory]
    [InlineData("""{"type":"unknown-product","title":"There is no such product."}""", "422 There is no such product. (unknown-product)")]
    [InlineData("{}", "422 without a title (about:blank)")]
    [InlineData("<html>", "422 without problem details")]
    public void A_refusal_is_named_by_its_problem(string body, string kind) =>
        ContractJson.Kind(new Answer(HttpStatusCode.UnprocessableEntity, body, null)).ShouldBe(kind);
}
