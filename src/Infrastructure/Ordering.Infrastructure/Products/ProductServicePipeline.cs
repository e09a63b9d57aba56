using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ordering.Application.Products;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Ordering.Infrastructure.Products;

/// <summary>Time-out, retry and circuit breaker around every request to the product service; its state is one for the process.</summary>
internal sealed class ProductServicePipeline
{
    // Nobody who places an order waits longer than this for a second try.
    private static readonly TimeSpan _longestRetryDelay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _longestRest = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _timeProvider;
    private readonly ILogger<HttpProductCatalog> _logger;
    private readonly ResiliencePipeline<ProductLookup> _pipeline;
    private long _restsUntil;

    public ProductServicePipeline(IOptions<ProductCatalogOptions> options, TimeProvider timeProvider, ILogger<HttpProductCatalog> logger)
    {
        _timeProvider = timeProvider;
        _logger = logger;
        var builder = new ResiliencePipelineBuilder<ProductLookup> { TimeProvider = timeProvider };
        if (options.Value.RetryCount > 0)
        {
            builder.AddRetry(Retry(options.Value));
        }

        _pipeline = builder.AddCircuitBreaker(Breaker(options.Value)).AddTimeout(options.Value.RequestTimeout).Build();
    }

    /// <exception cref="HttpRequestException">The service can't be reached.</exception>
    /// <exception cref="ExecutionRejectedException">The service took too long, or is left alone.</exception>
    /// <exception cref="ProductServiceFailureException">The service answers, but not what is needed.</exception>
    public async Task<ProductLookup> ExecuteAsync(Func<CancellationToken, Task<ProductLookup>> send)
    {
        if (_timeProvider.GetUtcNow().UtcTicks < Volatile.Read(ref _restsUntil))
        {
            throw new BrokenCircuitException("The product service asked to be left alone for a while.");
        }

        try
        {
            return await _pipeline.ExecuteAsync(async cancellationToken => await send(cancellationToken), CancellationToken.None);
        }
        catch (ProductServiceFailureException exception) when (exception.RetryAfter > _longestRetryDelay)
        {
            var rest = exception.RetryAfter < _longestRest ? exception.RetryAfter.Value : _longestRest;
            Volatile.Write(ref _restsUntil, (_timeProvider.GetUtcNow() + rest).UtcTicks);
            throw;
        }
    }

    private static RetryStrategyOptions<ProductLookup> Retry(ProductCatalogOptions options) => new()
    {
        MaxRetryAttempts = options.RetryCount,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.RetryDelay > _longestRetryDelay ? options.RetryDelay : _longestRetryDelay,
        ShouldHandle = arguments => ValueTask.FromResult(MayPassSoon(arguments.Outcome.Exception)),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as ProductServiceFailureException)?.RetryAfter),
    };

    private static bool MayPassSoon(Exception? exception) => exception switch
    {
        HttpRequestException or TimeoutRejectedException => true,
        ProductServiceFailureException failure =>
            failure.Failure == ProductServiceFailure.Passing && !(failure.RetryAfter > _longestRetryDelay),
        _ => false,
    };

    private CircuitBreakerStrategyOptions<ProductLookup> Breaker(ProductCatalogOptions options) => new()
    {
        FailureRatio = options.BreakerFailureRatio,
        MinimumThroughput = options.BreakerMinimumAttempts,
        SamplingDuration = options.BreakerWindow,
        BreakDuration = options.BreakerPause,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is not (null or ProductServiceFailureException { Failure: ProductServiceFailure.Refused })),
        OnOpened = arguments =>
        {
            _logger.LogWarning("The product service keeps failing: it is left alone for {Pause}.", arguments.BreakDuration);
            return default;
        },
        OnClosed = _ =>
        {
            _logger.LogInformation("The product service answers again.");
            return default;
        },
    };
}
