using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.Application.Products;
using Ordering.Infrastructure.Products;
using Ordering.WebUi.Orders;

namespace Ordering.WebUi.Products;

/// <summary>
/// The contract of the product service: served by the host itself while <c>Products:BaseAddress</c> is not set, and else passed on, since
/// pages ask no other host than their own.
/// </summary>
public static class ProductEndpoints
{
    private static readonly string _baseAddress = $"{ProductCatalogOptions.SectionName}:{nameof(ProductCatalogOptions.BaseAddress)}";

    public static IServiceCollection AddEmbeddedProducts(this IServiceCollection services)
    {
        services.AddSingleton<EmbeddedCatalog>();
        services.AddSingleton<IProductServiceAddress, HostProductServiceAddress>();
        return services;
    }

    /// <summary>Where pictures of products come from besides the host: the product service, when one is configured.</summary>
    public static Uri[] PictureOrigins(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Uri.TryCreate(configuration[_baseAddress], UriKind.Absolute, out var address) ? [address] : [];
    }

    public static IEndpointRouteBuilder MapProducts(this IEndpointRouteBuilder endpoints)
    {
        if (string.IsNullOrEmpty(endpoints.ServiceProvider.GetRequiredService<IConfiguration>()[_baseAddress]))
        {
            // The host asks itself for products: an answer from memory costs less than counting it, and must not count for the address.
            endpoints.MapGet("/api/products", List).WithName("ListProducts").WithTags("Products").AllowAnonymous().DisableRateLimiting();
            endpoints.MapGet("/product-images/{productId}.svg", Draw).ExcludeFromDescription().AllowAnonymous().DisableRateLimiting();
        }
        else if (endpoints.ServiceProvider.GetService<IProductListing>() is not null)
        {
            endpoints.MapGet("/api/products", PassOnAsync).WithName("ListProducts").WithTags("Products").AllowAnonymous()
                .ProducesProblem(OrderingProblems.ProductServiceUnavailable.Status);
        }

        return endpoints;
    }

    private static Results<Ok<IEnumerable<ProductResource>>, ValidationProblem> List(
        string? ids, string? limit, string? cursor, HttpContext http, EmbeddedCatalog catalog)
    {
        if (!ProductListRequest.TryParse(ids, limit, cursor, out var request, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        if (request.Ids is not null)
        {
            return TypedResults.Ok(request.Ids.Select(catalog.Find).OfType<EmbeddedProduct>().Select(ProductResource.Of));
        }

        var products = catalog.List(request.Cursor, request.Limit + 1);
        var page = products.Take(request.Limit).Select(ProductResource.Of).ToList();
        if (products.Count > request.Limit)
        {
            LinkToNext(http, request.Limit, page[^1].ProductId);
        }

        return TypedResults.Ok<IEnumerable<ProductResource>>(page);
    }

    private static async Task<Results<Ok<IEnumerable<ProductResource>>, ValidationProblem, ProblemHttpResult>> PassOnAsync(
        string? ids,
        string? limit,
        string? cursor,
        HttpContext http,
        IProductListing listing,
        IProductCatalog catalog,
        CancellationToken cancellationToken)
    {
        if (!ProductListRequest.TryParse(ids, limit, cursor, out var request, out var errors))
        {
            return TypedResults.ValidationProblem(errors);
        }

        if (request.Ids is not null)
        {
            var lookup = await catalog.FindAsync([.. request.Ids], cancellationToken);
            return lookup.Unavailable.Count > 0
                ? NotNow()
                : TypedResults.Ok(request.Ids.Where(lookup.Found.ContainsKey).Select(id => ProductResource.Of(lookup.Found[id])));
        }

        if (await listing.ListAsync(request.Cursor, request.Limit).WaitAsync(cancellationToken) is not { } products)
        {
            return NotNow();
        }

        // Who asks for the page after the last one gets an empty one.
        if (products.Count > 0)
        {
            LinkToNext(http, request.Limit, products[^1].ProductId);
        }

        return TypedResults.Ok(products.Select(ProductResource.Of));
    }

    private static ProblemHttpResult NotNow() =>
        OrderingProblems.ProductServiceUnavailable.ToResult("The product service is not answering, so its products can't be shown now.");

    private static void LinkToNext(HttpContext http, int limit, string last) =>
        http.Response.Headers.Link = $"</api/products?limit={limit}&cursor={Uri.EscapeDataString(last)}>; rel=\"next\"";

    private static Results<ContentHttpResult, NotFound> Draw(string productId, HttpContext http, EmbeddedCatalog catalog)
    {
        if (catalog.Find(productId) is not { } product)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.Text(ProductPicture.Draw(product), "image/svg+xml");
    }
}
