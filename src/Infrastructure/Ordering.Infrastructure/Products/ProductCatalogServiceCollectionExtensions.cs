using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;

namespace Ordering.Infrastructure.Products;

public static class ProductCatalogServiceCollectionExtensions
{
    /// <summary>
    /// Adds the product service as <see cref="IProductCatalog"/>. The host either names it in <c>Products:BaseAddress</c>, or registers an
    /// <see cref="IProductServiceAddress"/> of its own.
    /// </summary>
    public static IServiceCollection AddProductCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProductCatalogOptions>().Bind(configuration.GetSection(ProductCatalogOptions.SectionName)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProductCatalogOptions>, ProductCatalogOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProductServicePipeline>();
        services.TryAddSingleton<ProductCache>();
        services.TryAddSingleton<SharedLookups>();
        services.TryAddSingleton<PendingProductDetailsSignal>();
        services.TryAddScoped<IProductCatalog>(CreateCatalog);
        services.AddHttpClient<ProductServiceClient>(http =>
            {
                // The pipeline has a time-out for each attempt.
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = ProductServiceClient.MaxResponseBytes;
            })
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        return services;
    }

    /// <summary>Completes summaries that were projected while the product service was away. For hosts that project.</summary>
    public static IServiceCollection AddProductDetailsCompletion(this IServiceCollection services)
    {
        services.TryAddScoped<ProductDetailsCompletion>();
        services.AddHostedService<ProductDetailsCompletionService>();
        return services;
    }

    private static ReportingProductCatalog CreateCatalog(IServiceProvider services)
    {
        var catalog = new HttpProductCatalog(
            services.GetRequiredService<ProductServiceClient>(),
            services.GetRequiredService<ProductCache>(),
            services.GetRequiredService<SharedLookups>(),
            services.GetRequiredService<IOptions<ProductCatalogOptions>>());
        return new ReportingProductCatalog(catalog, services.GetRequiredService<PendingProductDetailsSignal>());
    }

    private static SocketsHttpHandler CreateHandler(IServiceProvider services)
    {
        var address = services.GetRequiredService<IOptions<ProductCatalogOptions>>().Value.BaseAddress;
        return new SocketsHttpHandler
        {
            // Old connections would never notice that the name of the service points elsewhere.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
            // What listens on this machine is not behind a proxy.
            UseProxy = address is { IsLoopback: false },
        };
    }
}
