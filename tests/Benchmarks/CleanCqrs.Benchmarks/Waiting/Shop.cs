using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Ordering.HostProcess;

namespace CleanCqrs.Benchmarks.Waiting;

/// <summary>The ordering host as a process of its own, on SQLite, with everything in process, and its members.</summary>
public sealed class Shop : IAsyncDisposable
{
    private const int CallersAtOnce = 64;

    private static readonly TimeSpan _quietFor = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly OrderingHost _host;
    private readonly Process _process;
    private readonly SemaphoreSlim _connecting = new(CallersAtOnce);
    private readonly HttpClient _client;
    private AuthenticationHeaderValue[] _members = [];

    private Shop(OrderingHost host)
    {
        (_host, _process) = (host, Process.GetProcessById(host.ProcessId));
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, token),
        };
        _client = new HttpClient(handler) { BaseAddress = host.Address, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>How many members are signed in.</summary>
    public int Members => _members.Length;

    /// <summary>What the host has used of the processors since it was started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the host without limits for its callers, and signs members in.</summary>
    public static async Task<Shop> OpenAsync(int members, CancellationToken cancellationToken)
    {
        var shop = new Shop(await OrderingHost.StartNewAsync(
            "--Limits:RequestsPerSecond", "0", "--Limits:OpenStreams", "0", "--Limits:WaitingQueries", "0",
            "--Logging:LogLevel:Default", "Warning"));
        try
        {
            await shop.SignInAsync(members, cancellationToken);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Answers as soon as the head of the answer is there.</summary>
    /// <param name="member">The number of the member who asks.</param>
    /// <param name="request">What is asked; it is disposed of.</param>
    /// <param name="cancellationToken">Ends it, and the connection.</param>
    public async Task<HttpResponseMessage> SendAsync(int member, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Authorization = _members[member];
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
    }

    /// <summary>Waits until the host has next to nothing to do, or for ten seconds, since waiters may keep it busy for ever.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        TimeSpan before;
        do
        {
            before = ProcessorTime;
            await Task.Delay(_quietFor, cancellationToken);
        }
        while (ProcessorTime - before > _quietFor / 10 && Stopwatch.GetElapsedTime(began) < _patience);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _connecting.Dispose();
        _process.Dispose();
        await _host.DisposeAsync();
    }

    private async Task SignInAsync(int members, CancellationToken cancellationToken)
    {
        _members = new AuthenticationHeaderValue[members];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, members),
            new ParallelOptions { MaxDegreeOfParallelism = CallersAtOnce, CancellationToken = cancellationToken },
            async (member, token) =>
            {
                using var answer = await _client.PostAsJsonAsync("/dev/token", new { memberId = $"member-{member}" }, token);
                var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(token);
                _members[member] = new AuthenticationHeaderValue("Bearer", body.GetProperty("accessToken").GetString());
            });
    }

    /// <summary>A connection that leaves nothing behind when it is closed: each round opens thousands, and ports are few.</summary>
    private async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(true, 0) };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            _connecting.Release();
        }
    }
}
