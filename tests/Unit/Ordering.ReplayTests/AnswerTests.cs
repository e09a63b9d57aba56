using System.Net;
using Ordering.Replay.Api;

namespace Ordering.ReplayTests;

public class AnswerTests
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
        status.InMotion.ShouldBe(1 + 5 + 6 + 9);
    }

    [Theory]
    [InlineData("\"pending\":1,")]
    [InlineData("\"retrying\":6,")]
    [InlineData(",\"productDetailsPending\":9")]
    public void A_figure_that_is_absent_does_not_pass_for_0(string figure) =>
        Should.Throw<UnexpectedAnswerException>(() =>
            ContractJson.Read<OperationsStatus>("GET", Status.Replace(figure, "", StringComparison.Ordinal)));

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, null, true)]
    [InlineData(HttpStatusCode.BadGateway, null, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, true)]
    [InlineData(HttpStatusCode.GatewayTimeout, null, true)]
    [InlineData(HttpStatusCode.Conflict, 1, true)]
    [InlineData(HttpStatusCode.Conflict, null, false)]
    [InlineData(HttpStatusCode.Created, null, false)]
    [InlineData(HttpStatusCode.UnprocessableEntity, null, false)]
    [InlineData(HttpStatusCode.InternalServerError, null, false)]
    public void A_host_that_cannot_answer_now_is_asked_again(HttpStatusCode status, int? retryAfter, bool again) =>
        new Answer(status, "", retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null).AsksToRetry.ShouldBe(again);

    [Theory]
    [InlineData("""{"type":"unknown-product","title":"There is no such product."}""", "422 There is no such product. (unknown-product)")]
    [InlineData("{}", "422 without a title (about:blank)")]
    [InlineData("<html>", "422 without problem details")]
    public void A_refusal_is_named_by_its_problem(string body, string refusal) =>
        new Answer(HttpStatusCode.UnprocessableEntity, body).Refusal.ShouldBe(refusal);
}
