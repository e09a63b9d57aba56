using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Problems;

/// <summary>One kind of problem (RFC 9457): what a client program recognises by <see cref="Uri"/> and a person by its title.</summary>
/// <param name="Code">The stable name in kebab case (<c>read-model-behind</c>). Clients depend on it, so it never changes.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Title">What a person reads; the same for every occurrence.</param>
/// <param name="Meaning">One or two sentences for the developer of a client: when it happens and what to do.</param>
public sealed record ProblemType(string Code, int Status, string Title, string Meaning)
{
    /// <summary>The path under which problem types are described.</summary>
    public const string BasePath = "/problems/";

    /// <summary>The <c>type</c> member of the problem: a URI reference relative to the host, where the type is described.</summary>
    public string Uri => BasePath + Code;

    /// <summary>
    /// How long a client waits before it tries again (the <c>Retry-After</c> header); <see langword="null"/> when that is no use.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The problem details of one occurrence.</summary>
    /// <param name="detail">What is wrong this time, in a sentence; <see langword="null"/> when the title says it all.</param>
    /// <returns>New problem details that may be extended.</returns>
    public ProblemDetails Describe(string? detail = null) => new() { Type = Uri, Title = Title, Status = Status, Detail = detail };

    /// <summary>The result with which an endpoint answers one occurrence.</summary>
    /// <param name="detail">What is wrong this time, in a sentence.</param>
    /// <returns>The result.</returns>
    public ProblemHttpResult ToResult(string? detail = null) => TypedResults.Problem(Describe(detail));
}
