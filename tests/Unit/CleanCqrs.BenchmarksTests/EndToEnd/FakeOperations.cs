using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>What the fake host offers operators and developers.</summary>
public sealed class FakeOperations(FakeHost host)
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/dev/token", TokenAsync);
        endpoints.MapGet("/api/operations/status", http => AnswerAsync(http, Status));
        endpoints.MapGet("/api/operations/audit", http => AnswerAsync(http, () => host.Database.Audit(host.ReadTotal)));
    }

    private async Task TokenAsync(HttpContext http)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body))!;
        var token = FakeHttp.Token((string)body["memberId"]!, (bool)body["operator"]!);
        await (host.IssuesTokens ? http.AnswerAsync(200, new { accessToken = token }) : http.AnswerAsync(404));
    }

    private object Status()
    {
        // Each look at the backlog finds it shorter, so that a test needs no clock.
        host.Database.Project(atMost: host.Status.ProjectedPerLook);
        var (database, status) = (host.Database, host.Status);
        return new
        {
            outbox = new
            {
                pending = database.Pending + status.Stuck,
                deadLetters = status.OutboxDeadLetters,
                blockedStreams = status.BlockedStreams,
                published = database.Orders,
            },
            projections = new[]
            {
                new
                {
                    name = "order-projection-group",
                    parked = status.Parked,
                    retrying = status.Retrying,
                    deadLetters = status.DeadLetters,
                    streams = database.Orders,
                },
            },
            productDetailsPending = status.ProductDetailsPending,
        };
    }

    private static Task AnswerAsync(HttpContext http, Func<object> answer) =>
        http.Caller() is { IsOperator: true } ? http.AnswerAsync(200, answer()) : http.AnswerAsync(403);
}
