using System.Security.Claims;
using System.Threading.RateLimiting;
using CleanCqrs.WebUi.Problems;
using CleanCqrs.WebUi.Queries;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Ordering.WebUi.Authentication;

namespace Ordering.WebUi.Limits;

/// <summary>Keeps one caller from using up the host for all others.</summary>
public static class RequestLimits
{
    internal const string OpenStreams = "open-streams";
    internal const string WaitingQueries = "waiting-queries";

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddRequestLimits(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<LimitOptions>, LimitOptionsValidator>();
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<LimitOptions>>((limiter, limits) => Configure(limiter, limits.Value));
        return services;
    }

    /// <summary>Counts the streams of the endpoint as long as they are open.</summary>
    public static TBuilder LimitsOpenStreams<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(OpenStreams);

    /// <summary>Counts the queries of the endpoint that bring a consistency token as long as they are under way.</summary>
    public static TBuilder LimitsWaitingQueries<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(WaitingQueries);

    private static void Configure(RateLimiterOptions limiter, LimitOptions limits)
    {
        limiter.OnRejected = (context, _) => new ValueTask(RefuseAsync(
            context.HttpContext, $"A caller may make {limits.RequestsPerSecond} requests a second here."));
        if (limits is { RequestsPerSecond: > 0, RequestsAtOnce: > 0 })
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                http => RateLimitPartition.GetTokenBucketLimiter(CallerOf(http), _ => Bucket(limits)));
        }

        limiter.AddPolicy(OpenStreams, new AtTheSameTime(
            limits.OpenStreams, _ => true, $"A member may have {limits.OpenStreams} streams of live updates open here."));
        limiter.AddPolicy(WaitingQueries, new AtTheSameTime(
            limits.WaitingQueries,
            http => http.Request.Headers.ContainsKey(ReadModelWait.HeaderName),
            $"A member may have {limits.WaitingQueries} queries waiting for the read model here."));
    }

    private static TokenBucketRateLimiterOptions Bucket(LimitOptions limits) => new()
    {
        TokenLimit = Math.Max(limits.RequestsAtOnce, limits.RequestsPerSecond),
        TokensPerPeriod = limits.RequestsPerSecond,
        ReplenishmentPeriod = _second,
        QueueLimit = 0,
    };

    private static string CallerOf(HttpContext http) => http.User.IsMember()
        ? $"member {http.User.FindFirstValue(MemberClaims.MemberId)}"
        : $"address {http.Connection.RemoteIpAddress}";

    private static Task RefuseAsync(HttpContext http, string detail) => ProblemTypes.TooManyRequests.ToResult(detail).ExecuteAsync(http);

    /// <summary>So many requests of a caller at the same time, and no queue: who is refused knows it at once.</summary>
    private sealed class AtTheSameTime(int most, Func<HttpContext, bool> counts, string detail) : IRateLimiterPolicy<string>
    {
        public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected { get; } =
            (context, _) => new ValueTask(RefuseAsync(context.HttpContext, detail));

        public RateLimitPartition<string> GetPartition(HttpContext httpContext) => most > 0 && counts(httpContext)
            ? RateLimitPartition.GetConcurrencyLimiter(
                CallerOf(httpContext), _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(string.Empty);
    }
}
