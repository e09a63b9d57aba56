using CleanCqrs.Application.Queries;
using CleanCqrs.WebUi.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.WebUi.Queries;

internal sealed class ReadModelWaitFilter(string projection) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!WaitPreference.TryParse(http.Request.Headers["Prefer"], out var preferredSeconds))
        {
            return Refuse("Prefer", $"The preference is 'wait=N' with N from 0 to {ReadModelWait.MaxSeconds} seconds.");
        }

        var header = http.Request.Headers[ReadModelWait.HeaderName];
        if (header.Count == 0)
        {
            return await next(context);
        }

        if (!ConsistencyToken.TryParse(header, out var token))
        {
            return Refuse(ReadModelWait.HeaderName, "The token is not one that a command has returned.");
        }

        if (preferredSeconds is { } seconds)
        {
            http.Response.Headers["Preference-Applied"] = $"wait={seconds}";
        }

        var waiter = http.RequestServices.GetRequiredService<IReadModelWaiter>();
        var timeout = TimeSpan.FromSeconds(preferredSeconds ?? ReadModelWait.DefaultSeconds);
        return await WaitAsync(waiter, token, timeout, http)
            ? await next(context)
            : ProblemTypes.ReadModelBehind.ToResult($"The read model has not reached version {token.Version} of {token.StreamId} yet.");
    }

    /// <summary>A host that stops does not wait for its waiting queries: the time to stop belongs to the relay.</summary>
    private async Task<bool> WaitAsync(IReadModelWaiter waiter, ConsistencyToken token, TimeSpan timeout, HttpContext http)
    {
        var stopping = http.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        try
        {
            return await waiter.WaitAsync(projection, token, timeout, end.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private static ProblemHttpResult Refuse(string header, string error) =>
        TypedResults.Problem(InvalidRequestProblem.Describe(header, error));
}
