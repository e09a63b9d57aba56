using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.WebUi.Problems;

internal sealed class ProblemExceptionHandler(
    IOptions<ProblemOptions> options,
    IProblemDetailsService problems,
    IHostEnvironment environment,
    ILogger<ProblemExceptionHandler> logger)
    : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = options.Value.Describe(exception);
        if (problem is null && DatabaseFailure.FindOutage(exception) is { } failure)
        {
            logger.RequestFailedInDatabase(httpContext.Request.Method, httpContext.Request.Path, failure.Message);
            problem = ProblemTypes.Unavailable.Describe();
        }

        if (problem is null)
        {
            logger.RequestFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
            problem = ProblemTypes.InternalError.Describe();
            if (environment.IsDevelopment())
            {
                problem.Extensions["exception"] = exception.ToString();
            }
        }

        httpContext.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        return await problems.TryWriteAsync(
            new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }
}
