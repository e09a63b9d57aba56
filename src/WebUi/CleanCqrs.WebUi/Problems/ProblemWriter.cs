using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace CleanCqrs.WebUi.Problems;

/// <summary>
/// Writes every problem as JSON, whatever the client accepts: a client that asked for something else still learns what is wrong.
/// </summary>
internal sealed class ProblemWriter(IOptions<ProblemOptions> options, IOptions<HttpJsonOptions> json) : IProblemDetailsWriter
{
    private const string MediaType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = WithType(context.ProblemDetails, response.StatusCode);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.HttpContext.TraceIdentifier;
        if (RetryAfterOf(problem) is { } retryAfter)
        {
            response.Headers.RetryAfter = retryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        response.Headers.CacheControl = "no-store";
        await response.WriteAsJsonAsync(problem, json.Value.SerializerOptions.GetTypeInfo(problem.GetType()), MediaType);
    }

    private static ProblemDetails WithType(ProblemDetails problem, int status)
    {
        if (problem.Type?.StartsWith(ProblemType.BasePath, StringComparison.Ordinal) == true)
        {
            return problem;
        }

        var known = problem is HttpValidationProblemDetails invalid
            ? InvalidRequestProblem.Describe(invalid.Errors)
            : StatusProblem.Describe(problem.Status ?? status);
        known.Detail = problem.Detail;
        known.Title ??= problem.Title;
        foreach (var (name, value) in problem.Extensions)
        {
            known.Extensions.TryAdd(name, value);
        }

        return known;
    }

    private TimeSpan? RetryAfterOf(ProblemDetails problem) =>
        problem.Type is { } uri && uri.StartsWith(ProblemType.BasePath, StringComparison.Ordinal)
            ? options.Value.Find(uri[ProblemType.BasePath.Length..])?.RetryAfter
            : null;
}
