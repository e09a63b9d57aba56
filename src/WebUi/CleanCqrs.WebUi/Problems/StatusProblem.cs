using Microsoft.AspNetCore.Mvc;

namespace CleanCqrs.WebUi.Problems;

/// <summary>The problem behind a status code that somebody set without saying more.</summary>
internal static class StatusProblem
{
    public static ProblemDetails Describe(int status) =>
        TypeOf(status)?.Describe() ?? new ProblemDetails { Type = "about:blank", Status = status };

    private static ProblemType? TypeOf(int status) => status switch
    {
        400 => ProblemTypes.BadRequest,
        401 => ProblemTypes.Unauthenticated,
        403 => ProblemTypes.Forbidden,
        404 => ProblemTypes.NotFound,
        405 => ProblemTypes.MethodNotAllowed,
        408 => ProblemTypes.RequestTimeout,
        413 => ProblemTypes.BodyTooLarge,
        415 => ProblemTypes.UnsupportedMediaType,
        429 => ProblemTypes.TooManyRequests,
        500 => ProblemTypes.InternalError,
        503 => ProblemTypes.Unavailable,
        _ => null,
    };
}
