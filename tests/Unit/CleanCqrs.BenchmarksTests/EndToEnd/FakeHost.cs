using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

/// <summary>The ordering contract in memory, with faults on demand.</summary>
public sealed class FakeHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly FakeOrders _orders;
    private WebApplication _app = null!;
    private Task _restart = Task.CompletedTask;

    private FakeHost() => _orders = new FakeOrders(this);

    public FakeDatabase Database { get; } = new();
    public FakeStatus Status { get; } = new();
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Cancelled when the host goes away for good.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>The product service; a host of its own products when null.</summary>
    public Uri? Products { get; set; }

    /// <summary>The fault of the n-th command, counted from 1 and over all attempts.</summary>
    public Func<int, Fault> Faults { get; set; } = _ => Fault.None;

    public Func<int, decimal, bool> Accepts { get; set; } = (quantity, unitPrice) => quantity >= 1 && unitPrice > 0;
    public Func<decimal, decimal> ReadTotal { get; set; } = total => total;
    public Action<int> OnCommand { get; set; } = _ => { };
    public bool IssuesTokens { get; set; } = true;
    public bool HonoursKeys { get; set; } = true;

    public static async Task<FakeHost> StartAsync(int port = 0)
    {
        var host = new FakeHost { Address = new Uri($"http://127.0.0.1:{port}") };
        await host.ListenAsync();
        return host;
    }

    /// <summary>Goes down with all its connections and comes up again at the same address.</summary>
    public void Crash() => _restart = Task.Run(RestartAsync);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _restart;
        await _app.DisposeAsync();
        _orders.Dispose();
        _gone.Dispose();
    }

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port));
        _app = builder.Build();
        _app.UseRouting();
        _orders.Map(_app);
        new FakeOperations(this).Map(_app);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    private async Task RestartAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
        await ListenAsync();
    }
}
