namespace Ordering.Infrastructure.Products;

/// <summary>
/// How the product service is reached, and how long its answers are kept: the section <c>Products</c> of the configuration.
/// </summary>
public sealed class ProductCatalogOptions
{
    public const string SectionName = "Products";

    /// <summary>
    /// The product service, http or https. Null, the default: the host serves its embedded catalogue, and asks itself over HTTP.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>How long one attempt may take. Default 2 seconds, from 10 milliseconds to 1 minute.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a failed attempt is repeated. Default 2, from 0 to 10.</summary>
    public int RetryCount { get; set; } = 2;

    /// <summary>
    /// The pause before the first repetition; it doubles, with jitter. Default 200 milliseconds, from 1 millisecond to 10 seconds.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an answer is given again without asking. Default 5 minutes, from 0 to 1 day.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an answer is good enough while the service is away. Default 24 hours, from <see cref="FreshFor"/> to 30 days.
    /// </summary>
    public TimeSpan UsableFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many products one request may ask for; more become several requests. Default 100, from 1 to 100.</summary>
    public int MaxIdsPerRequest { get; set; } = 100;

    /// <summary>How many products are kept in memory. Default 10,000, from 1 to 1,000,000.</summary>
    public int MaxCachedProducts { get; set; } = 10_000;

    /// <summary>The share of failed attempts at which the service is left alone. Default 0.5, above 0, at most 1.</summary>
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>The number of attempts below which no share is computed. Default 3, from 2 to 1,000.</summary>
    public int BreakerMinimumAttempts { get; set; } = 3;

    /// <summary>The time over which attempts are counted. Default 30 seconds, from 500 milliseconds to 1 hour.</summary>
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the service is left alone before one attempt tries it again. Default 5 seconds, from 500 milliseconds to 1 hour.
    /// </summary>
    public TimeSpan BreakerPause { get; set; } = TimeSpan.FromSeconds(5);
}
