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

    /// <summary>How long an answer is given again without asking. Default 5 minutes, from 0 to 1 day.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long an answer is good enough while the service is away. Default 24 hours, from <see cref="FreshFor"/> to 30 days.
    /// </summary>
    public TimeSpan UsableFor { get; set; } = TimeSpan.FromHours(24);
}
