using System.Text.Json;
using Ordering.IntegrationTests.Web.Hosting;

namespace Ordering.IntegrationTests.Web;

public sealed class DescriptionTests(SharedHost shared)
{
    [Theory]
    [InlineData("/api/orders", "post", "CreateOrder", true)]
    [InlineData("/api/orders", "get", "ListOrders", true)]
    [InlineData("/api/orders/{orderId}", "get", "GetOrder", true)]
    [InlineData("/api/orders/{orderId}/cancel", "post", "CancelOrder", true)]
    [InlineData("/api/orders/{orderId}/journey", "get", "GetOrderJourney", true)]
    [InlineData("/api/orders/events", "get", "FollowOrders", true)]
    [InlineData("/api/me", "get", "GetMe", true)]
    [InlineData("/api/operations/status", "get", "GetOperationsStatus", true)]
    [InlineData("/api/operations/audit", "get", "AuditOrders", true)]
    [InlineData("/api/operations/audits", "get", "ListAudits", true)]
    [InlineData("/api/operations/audits", "post", "StartAudit", true)]
    [InlineData("/api/operations/audits/running", "delete", "CancelAudit", true)]
    [InlineData("/api/operations/projections/{name}/rebuild/repair", "post", "RepairProjection", true)]
    [InlineData("/api/operations/audits/raise", "post", "RaiseWriteSide", true)]
    [InlineData("/api/operations/dead-letters", "get", "ListDeadLetters", true)]
    [InlineData("/api/operations/dead-letters/redrive", "post", "RedriveDeadLetter", true)]
    [InlineData("/api/operations/dead-letters/groups", "get", "GroupDeadLetters", true)]
    [InlineData("/api/operations/dead-letters/{id}", "get", "GetDeadLetter", true)]
    [InlineData("/api/operations/dead-letters/{id}/redrive", "post", "RedriveOneDeadLetter", true)]
    [InlineData("/api/operations/dead-letters/{id}/discard", "post", "DiscardDeadLetter", true)]
    [InlineData("/api/operations/dead-letters/redrives", "post", "StartRedrive", true)]
    [InlineData("/api/operations/dead-letters/redrives", "get", "GetRedrive", true)]
    [InlineData("/api/operations/dead-letters/redrives/running", "delete", "CancelRedrive", true)]
    [InlineData("/api/operations/actions", "get", "ListOperatorActions", true)]
    [InlineData("/api/operations/unreadable-messages", "get", "ListUnreadableMessages", true)]
    [InlineData("/health/live", "get", "GetLiveness", false)]
    [InlineData("/health/ready", "get", "GetReadiness", false)]
    [InlineData("/dev/token", "post", "IssueDevelopmentToken", false)]
    public async Task Every_call_of_the_contract_is_in_the_openapi_document(string path, string method, string name, bool needsToken)
    {
        var document = JsonDocument.Parse(await shared.Host.Nobody.GetStringAsync("/openapi/v1.json", TestRun.Token)).RootElement;

        var operation = document.GetProperty("paths").GetProperty(path).GetProperty(method);

        operation.GetProperty("operationId").GetString().ShouldBe(name);
        operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
        operation.GetProperty("responses").EnumerateObject().ShouldNotBeEmpty();
        operation.TryGetProperty("security", out var security).ShouldBe(needsToken);
        if (needsToken)
        {
            security.ToString().Where(character => !char.IsWhiteSpace(character)).ShouldBe("""[{"bearer":[]}]""");
            operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ShouldContain("401");
        }
    }

    [Fact]
    public async Task The_catalogue_is_in_the_openapi_document_too()
    {
        var document = JsonDocument.Parse(await shared.Host.Nobody.GetStringAsync("/openapi/v1.json", TestRun.Token)).RootElement;

        var operation = document.GetProperty("paths").GetProperty("/api/products").GetProperty("get");

        operation.GetProperty("operationId").GetString().ShouldBe("ListProducts");
        operation.TryGetProperty("security", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_openapi_document_names_the_headers_of_the_protocol()
    {
        var document = JsonDocument.Parse(await shared.Host.Nobody.GetStringAsync("/openapi/v1.json", TestRun.Token)).RootElement;
        var paths = document.GetProperty("paths");

        HeadersOf(paths.GetProperty("/api/orders").GetProperty("post")).ShouldBe(["Idempotency-Key"]);
        HeadersOf(paths.GetProperty("/api/orders").GetProperty("get")).ShouldBe(["Consistency-Token", "Prefer"]);
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString()
            .ShouldBe("bearer");
    }

    [Fact]
    public async Task Every_problem_type_is_described_at_its_own_address_and_in_the_documentation()
    {
        var types = JsonDocument.Parse(await shared.Host.Nobody.GetStringAsync("/problems", TestRun.Token)).RootElement.EnumerateArray()
            .ToList();
        var documentation = await File.ReadAllTextAsync(DocumentationFile(), TestContext.Current.CancellationToken);

        types.Count.ShouldBeGreaterThan(20);
        documentation.Split('\n').Count(line => line.StartsWith("| `/problems/", StringComparison.Ordinal)).ShouldBe(types.Count);
        foreach (var type in types)
        {
            var uri = type.GetProperty("type").GetString()!;
            var described = JsonDocument.Parse(await shared.Host.Nobody.GetStringAsync(uri, TestRun.Token)).RootElement;
            described.ToString().ShouldBe(type.ToString());
            documentation.ShouldContain(
                $"| `{uri}` | {type.GetProperty("status").GetInt32()} | {type.GetProperty("title").GetString()} |");
        }

        using var unknown = await shared.Host.Nobody.GetAsync("/problems/no-such-problem", TestRun.Token);
        await unknown.ShouldBeProblemAsync(404, "/problems/not-found", "Not found");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/orders")]
    [InlineData("/nothing")]
    [InlineData("/health/live")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        using var response = await shared.Host.Nobody.GetAsync(path, TestRun.Token);

        response.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src "
            + "'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    private static IEnumerable<string?> HeadersOf(JsonElement operation) => operation.GetProperty("parameters").EnumerateArray()
        .Where(parameter => parameter.GetProperty("in").GetString() == "header")
        .Select(parameter => parameter.GetProperty("name").GetString());

    private static string DocumentationFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CleanCqrs.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "docs", "errors.md");
    }
}
