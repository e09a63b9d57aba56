using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ordering.Replay.Products;

/// <summary>Serves the product contract to the host under test.</summary>
internal sealed class ProductService : IAsyncDisposable
{
    private const string Thumbnail =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M1 3h6v4H1zM3 1h2v2H3z" fill="#789"/></svg>""";

    private readonly WebApplication _app;
    private readonly Catalogue _catalogue;
    private long _requests;

    private ProductService(WebApplication app, Catalogue catalogue) => (_app, _catalogue) = (app, catalogue);

    /// <summary>How often a product was asked for; 0 means that the host under test has its products from elsewhere.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <exception cref="UsageException">The address cannot be listened on.</exception>
    public static async Task<ProductService> StartAsync(Uri url, Catalogue catalogue, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, url.Port);
            // A host may ask for the products of a whole batch at once.
            kestrel.Limits.MaxRequestLineSize = 256 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 512 * 1024;
        });

        var service = new ProductService(builder.Build(), catalogue);
        service._app.UseRouting();
        service._app.MapGet("/api/products", service.AnswerAsync);
        service._app.MapGet("/thumbnails/{file}", (HttpContext http) => Results.Text(Thumbnail, "image/svg+xml").ExecuteAsync(http));
        try
        {
            await service._app.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            await service.DisposeAsync();
            throw new UsageException($"The products cannot be served at {url}: choose a free port with --products-url.", exception);
        }

        catalogue.BaseAddress = new Uri(service._app.Urls.Single());
        return service;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        var ids = http.Request.Query["ids"].ToString().Split(',').Distinct();
        await http.Response.WriteAsJsonAsync(ids.Select(_catalogue.Find).OfType<Product>(), http.RequestAborted);
    }
}
