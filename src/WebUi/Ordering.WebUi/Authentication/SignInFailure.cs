using System.Net.Mime;
using CleanCqrs.WebUi.Problems;
using Microsoft.Net.Http.Headers;
using static System.FormattableString;

namespace Ordering.WebUi.Authentication;

/// <summary>Says why a browser could not sign in at the authority: as a page to a person, as problem details to a program.</summary>
internal sealed partial class SignInFailure(ProblemType type, string detail, Exception? cause) : IResult
{
    private const string AccessDenied = "access_denied";

    public static SignInFailure Of(Exception? cause) => cause switch
    {
        NoMemberException => new(ProblemTypes.Forbidden, cause.Message, cause),
        not null when cause.Data["error"] is AccessDenied =>
            new(ProblemTypes.Forbidden, "The identity server was told not to let you in here.", cause),
        not null when IsOutage(cause) => Away(cause),
        _ => new(
            ProblemTypes.BadRequest,
            "The sign-in is not complete: what came back from the identity server does not belong to a sign-in that began here a moment "
                + "ago, or is not valid.",
            cause),
    };

    public static SignInFailure Away(Exception cause) =>
        new(ProblemTypes.Unavailable, "The identity server does not answer. Try again in a moment.", cause);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        LogFailure(httpContext.RequestServices.GetRequiredService<ILogger<SignInFailure>>(), detail, cause?.Message);
        if (!httpContext.Request.GetTypedHeaders().Accept.Any(type => type.MatchesMediaType(MediaTypeNames.Text.Html)))
        {
            return type.ToResult(detail).ExecuteAsync(httpContext);
        }

        httpContext.Response.StatusCode = type.Status;
        if (type.RetryAfter is { } pause)
        {
            httpContext.Response.Headers.RetryAfter = Invariant($"{pause.TotalSeconds:0}");
        }

        httpContext.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return TypedResults.Content(
            AuthenticationPage.Render(
                "Not signed in",
                $"""
                <p>{AuthenticationPage.Encode(detail)}</p>
                <p><a href="{SignInEndpoints.Path}">Sign in</a></p>
                """),
            $"{MediaTypeNames.Text.Html}; charset=utf-8",
            statusCode: type.Status).ExecuteAsync(httpContext);
    }

    [LoggerMessage(9501, LogLevel.Warning, "Somebody could not sign in: {Answer} ({Cause})")]
    private static partial void LogFailure(ILogger logger, string answer, string? cause);

    private static bool IsOutage(Exception cause) =>
        cause is HttpRequestException or TaskCanceledException || (cause.InnerException is { } inner && IsOutage(inner));
}
