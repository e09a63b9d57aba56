using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A page that asks a database which does not answer says so; the pipeline, which is told from memory, goes on.</summary>
internal static partial class DatabaseAway
{
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var call = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (
            (DatabaseFailure.FindOutage(exception) is not null || exception.GetBaseException() is TimeoutException)
            && !call.RequestAborted.IsCancellationRequested)
        {
            LogPageNotShown(call.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DatabaseAway)), exception);
            return new Page("A database does not answer", Html.Of(
                $"""
                <p class="reason" role="alert">{exception.GetBaseException().Message}</p>
                <p>The pipeline is shown from memory, and tells since when.</p>
                """))
            { Status = StatusCodes.Status503ServiceUnavailable };
        }
    }

    [LoggerMessage(8101, LogLevel.Warning, "A page of the dashboard could not be shown, because a database did not answer it")]
    private static partial void LogPageNotShown(ILogger logger, Exception exception);
}
