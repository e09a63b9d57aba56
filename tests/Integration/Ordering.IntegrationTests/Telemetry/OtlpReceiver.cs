using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ordering.IntegrationTests.Telemetry;

/// <summary>Takes what is sent by OTLP over HTTP, as a collector does, and keeps it.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, string Text)> _received = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // Names stand in the protocol buffers as they are.
            _received.Enqueue((signal, Encoding.UTF8.GetString(body.ToArray())));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public string Address => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Whether all of these stand in what has come of traces, metrics or logs.</summary>
    public bool Has(string signal, params string[] texts) =>
        texts.All(text => _received.Any(item => item.Signal == signal && item.Text.Contains(text, StringComparison.Ordinal)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
