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
        services.TryAddSingleton<ProductServiceClient>();
        services.TryAddSingleton<ProductCache>();
        services.TryAddSingleton<SharedLookups>();
        services.TryAddSingleton<FailedQuestions>();
        services.TryAddSingleton<PendingProductDetailsSignal>();
        services.TryAddScoped<IProductCatalog, HttpProductCatalog>();
        var http = services.AddHttpClient(nameof(ProductServiceClient))
            // Each attempt has a time-out of its own.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        http.AddResilienceHandler(nameof(ProductServiceResilience), ProductServiceResilience.Configure);
        http.AddHttpMessageHandler(provider => new ProductAnswerHandler(AddressOf(provider)));
        return services;
    }

    /// <summary>
    /// Keeps what the product service says in the write database, so that orders go on where this process starts while the service is away.
    /// For hosts that take orders.
    /// </summary>
    public static IServiceCollection AddProductMemory(this IServiceCollection services)
    {
        services.TryAddSingleton<IProductMemory, DatabaseProductMemory>();
        return services;
    }

    /// <summary>Adds the list of products, for hosts that pass it on. It needs <c>Products:BaseAddress</c>.</summary>
    public static IServiceCollection AddProductListing(this IServiceCollection services)
    {
        services.TryAddSingleton<IProductListing, HttpProductListing>();
        return services;
    }

    /// <summary>Completes summaries that were projected while the product service was away. For hosts that project.</summary>
    public static IServiceCollection AddProductDetailsCompletion(this IServiceCollection services)
    {
        services.TryAddScoped<ProductDetailsCompletion>();
        services.AddHostedService<ProductDetailsCompletionService>();
        return services;
    }

    private static Uri? AddressOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ProductCatalogOptions>>().Value.BaseAddress;

    private static SocketsHttpHandler CreateHandler(IServiceProvider services) => new()
    {
        // Old connections would never notice that the name of the service points elsewhere.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        // What listens on this machine is not behind a proxy.
        UseProxy = AddressOf(services) is { IsLoopback: false },
    };
}
