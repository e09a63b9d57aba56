using Microsoft.AspNetCore.Http;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Something was done: the browser goes on to a page that can be loaded again without doing it twice.</summary>
/// <param name="Address">The page, below the root of the dashboard.</param>
internal sealed record SeeOther(string Address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = DashboardPlace.RootOf(httpContext) + Address;
        return Task.CompletedTask;
    }
}
