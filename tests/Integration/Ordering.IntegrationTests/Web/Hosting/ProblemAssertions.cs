using System.Text.Json;

namespace Ordering.IntegrationTests.Web.Hosting;

public static class ProblemAssertions
{
    public static Task ShouldBeInvalidAsync(this HttpResponseMessage response, params (string Field, string Error)[] errors) =>
        response.ShouldBeProblemAsync(
            400,
            "/problems/validation",
            "The request is not valid",
            errors: errors.ToDictionary(error => error.Field, error => new[] { error.Error }));

    /// <summary>The whole problem, except for its trace id, which must be there.</summary>
    public static async Task ShouldBeProblemAsync(
        this HttpResponseMessage response, int status, string type, string title, string? detail = null, object? errors = null)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<SortedDictionary<string, JsonElement>>(text)!;
        problem.Remove("traceId", out var traceId).ShouldBeTrue(text);
        traceId.GetString().ShouldNotBeNullOrEmpty();

        var expected = new SortedDictionary<string, object> { ["status"] = status, ["title"] = title, ["type"] = type };
        if (detail is not null)
        {
            expected["detail"] = detail;
        }

        if (errors is not null)
        {
            expected["errors"] = errors;
        }

        JsonSerializer.Serialize(problem).ShouldBe(JsonSerializer.Serialize(expected));
    }
}
