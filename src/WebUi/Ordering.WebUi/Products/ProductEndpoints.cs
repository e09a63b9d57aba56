using Microsoft.AspNetCore.Http.HttpResults;
using Ordering.Infrastructure.Products;

namespace Ordering.WebUi.Products;

/// <summary>The contract of the product service, served by the host itself while <c>Products:BaseAddress</c> is not set.</summary>
public static class ProductEndpoints
{
    private static readonly string _baseAddress = $"{ProductCatalogOptions.SectionName}:{nameof(ProductCatalogOptions.BaseAddress)}";

    public static IServiceCollection AddEmbeddedProducts(this IServiceCollection services)
    {
        services.AddSingleton<EmbeddedCatalog>();
        services.AddSingleton<IProductServiceAddress, HostProductServiceAddress>();
        return services;
    }

    /// <summary>Maps nothing when a product service is configured.</summary>
    public static IEndpointRouteBuilder MapProducts(this IEndpointRouteBuilder endpoints)
    {
        if (string.IsNullOrEmpty(endpoints.ServiceProvider.GetRequiredService<IConfiguration>()[_baseAddress]))
        {
            endpoints.MapGet("/api/products", List).WithName("ListProducts").WithTags("Products").AllowAnonymous();
            endpoints.MapGet("/product-images/{productId}.svg", Draw).ExcludeFromDescription().AllowAnonymous();
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
            http.Response.Headers.Link = $"</api/products?limit={request.Limit}&cursor={Uri.EscapeDataString(page[^1].ProductId)}>; "
                + "rel=\"next\"";
        }

        return TypedResults.Ok<IEnumerable<ProductResource>>(page);
    }

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
