using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Ordering.Infrastructure.Products;

/// <summary>Retry, circuit breaker and time-out around every request to the product service.</summary>
internal static class ProductServiceResilience
{
    // Nobody who places an order waits longer than this for another attempt.
    public static readonly TimeSpan LongestRetryDelay = TimeSpan.FromSeconds(2);

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder, ResilienceHandlerContext context)
    {
        var options = context.ServiceProvider.GetRequiredService<IOptions<ProductCatalogOptions>>().Value;
        var timeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        builder.TimeProvider = timeProvider;
        if (options.RetryCount > 0)
        {
            builder.AddRetry(Retry(options.RetryCount, timeProvider));
        }

        var questions = context.ServiceProvider.GetRequiredService<FailedQuestions>();
        builder.AddCircuitBreaker(Breaker(questions)).AddTimeout(options.RequestTimeout);
    }

    /// <summary>How long the service asks to be left alone.</summary>
    public static TimeSpan? ReadRetryAfter(HttpResponseMessage? response, TimeProvider timeProvider)
    {
        var header = response?.Headers.RetryAfter;
        var delay = header?.Delta ?? header?.Date - timeProvider.GetUtcNow();
        return delay > TimeSpan.Zero ? delay : null;
    }

    private static HttpRetryStrategyOptions Retry(int retryCount, TimeProvider timeProvider) => new()
    {
        MaxRetryAttempts = retryCount,
        // Short beside the time-out of an attempt, long enough for a restart behind a load balancer to be over by the third attempt.
        Delay = TimeSpan.FromMilliseconds(200),
        MaxDelay = LongestRetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(
            HttpClientResiliencePredicates.IsTransient(arguments.Outcome)
            && !(ReadRetryAfter(arguments.Outcome.Result, timeProvider) > LongestRetryDelay)),
        // The stock generator compares a date with the clock of the machine, not with the host's.
        DelayGenerator = arguments => ValueTask.FromResult(ReadRetryAfter(arguments.Outcome.Result, timeProvider)),
    };

    private static HttpCircuitBreakerStrategyOptions Breaker(FailedQuestions questions) => new()
    {
        // One order's attempts with the default RetryCount: whoever comes next need not wait for a service that failed them all.
        MinimumThroughput = 3,
        // Below half, most orders still get their answer with the repetitions.
        FailureRatio = 0.5,
        // Forgets a failure well before the next burst of orders.
        SamplingDuration = TimeSpan.FromSeconds(30),
        // A restart takes about as long, and one attempt in 5 seconds burdens no service.
        BreakDuration = TimeSpan.FromSeconds(5),
        ShouldHandle = arguments => ValueTask.FromResult(IsTroubleOfTheService(arguments, questions)),
    };

    /// <summary>A product for which the service fails must not close it to all others; a broken connection is nobody's.</summary>
    private static bool IsTroubleOfTheService(
        CircuitBreakerPredicateArguments<HttpResponseMessage> attempt, FailedQuestions questions)
    {
        var (outcome, question) = (attempt.Outcome, QuestionOf(attempt.Context));
        if (HttpClientResiliencePredicates.IsTransient(outcome) || outcome.Exception is ProductServiceFailureException)
        {
            return outcome.Exception is HttpRequestException || question is null || questions.Fail(question);
        }

        if (question is not null && outcome.Result is not null)
        {
            questions.Succeed(question);
        }

        return false;
    }

    private static IReadOnlyList<string>? QuestionOf(ResilienceContext context) =>
        context.GetRequestMessage()?.Options.TryGetValue(ProductAnswerHandler.ProductIds, out var productIds) == true ? productIds : null;
}
