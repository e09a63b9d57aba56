using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ordering.IntegrationTests.Products;

/// <summary>A product service on a real server, which answers as a test wants it to.</summary>
internal sealed class StubProductService : IAsyncDisposable
{
    private readonly ConcurrentQueue<string[]> _calls = new();
    private WebApplication? _app;
    private int _port;

    /// <summary>The ids of each call.</summary>
    public IReadOnlyList<string[]> Calls => [.. _calls];

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Knows every product: of id X the name is "Product X", and the price 2.55.</summary>
    public RequestDelegate Answer { get; set; } = KnowsAsync;

    public static async Task<StubProductService> StartAsync()
    {
        var service = new StubProductService();
        await service.ReturnAsync();
        return service;
    }

    public static Task KnowsAsync(HttpContext http) => WriteAsync(http, JsonSerializer.Serialize(IdsOf(http).Select(id =>
        new { productId = id, name = $"Product {id}", thumbnailUrl = $"https://pictures.example/{id}.svg", unitPrice = 2.55m })));

    public static RequestDelegate Says(string body) => http => WriteAsync(http, body);

    public static RequestDelegate Fails(int status, string? retryAfter = null) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    public static async Task NeverAnswersAsync(HttpContext http) => await Task.Delay(Timeout.Infinite, http.RequestAborted);

    /// <summary>Listens, at the same address as before.</summary>
    public async Task ReturnAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.Run(http =>
        {
            _calls.Enqueue(IdsOf(http));
            return Answer(http);
        });
        await _app.StartAsync();
        _port = new Uri(_app.Urls.Single()).Port;
    }

    public async Task GoAwayAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(new CancellationToken(canceled: true));
            await _app.DisposeAsync();
            _app = null;
        }
    }

    public async ValueTask DisposeAsync() => await GoAwayAsync();

    private static string[] IdsOf(HttpContext http) => http.Request.Query["ids"].ToString().Split(',');

    private static async Task WriteAsync(HttpContext http, string body)
    {
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body, http.RequestAborted);
    }
}
