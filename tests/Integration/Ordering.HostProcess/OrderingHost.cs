using System.Diagnostics;
using CleanCqrs.Signals;

namespace Ordering.HostProcess;

/// <summary>The real host as a process of its own, on a free port, with databases in a temporary folder.</summary>
public sealed class OrderingHost : IAsyncDisposable
{
    private static readonly TimeSpan _startDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(200);

    private readonly string[] _arguments;
    private readonly bool _ownsData;
    private Process? _process;

    /// <param name="arguments">Further arguments of its command line.</param>
    public OrderingHost(params string[] arguments)
        : this(Directory.CreateTempSubdirectory("ordering-host-"), ownsData: true, arguments)
    {
    }

    private OrderingHost(DirectoryInfo data, bool ownsData, string[] arguments) =>
        (Data, _ownsData, _arguments) = (data, ownsData, arguments);

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Find()}");

    public HostLog Log { get; } = new();

    /// <summary>Further variables of its environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The folder of the databases.</summary>
    public DirectoryInfo Data { get; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The number of the process.</summary>
    /// <exception cref="InvalidOperationException">The host is not running.</exception>
    public int ProcessId => Running.Id;

    private Process Running => _process ?? throw new InvalidOperationException("The host is not running.");

    public static Task<OrderingHost> StartNewAsync(params string[] arguments) => StartAsync(new OrderingHost(arguments));

    /// <summary>Starts another process on the same databases, with a port of its own. Dispose of it before this one.</summary>
    public Task<OrderingHost> StartBesideAsync(params string[] arguments) => StartAsync(new OrderingHost(Data, ownsData: false, arguments));

    /// <summary>A host that is not started yet.</summary>
    public static OrderingHost Prepare(params string[] arguments) => new(arguments);

    /// <summary>Starts the host, also again after <see cref="KillAsync"/>: on the same port, with the same data.</summary>
    public Task StartAsync()
    {
        Launch();
        return WaitUntilReadyAsync(Running);
    }

    /// <summary>Starts the process, and does not wait until it can be used.</summary>
    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = HostProgram.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                HostProgram.Assembly,
                "--urls", Address.ToString(),
                "--Data:Folder", Data.FullName,
            },
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_ENVIRONMENT"] = "Development" },
        };
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Log.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Log.Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Asks the process to end in order, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        await Running.TerminateAsync();
        await Running.WaitForExitAsync(cancellationToken);
        var exitCode = Running.ExitCode;
        Running.Dispose();
        _process = null;
        return exitCode;
    }

    /// <summary>Ends the process at once, without giving it time to put anything in order.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public Task StopTheWorldAsync() => Running.StopTheWorldAsync();

    public Task ContinueAsync() => Running.ContinueAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        if (_ownsData)
        {
            Data.Delete(recursive: true);
        }
    }

    private static async Task<OrderingHost> StartAsync(OrderingHost host)
    {
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private async Task WaitUntilReadyAsync(Process process)
    {
        using var client = new HttpClient { BaseAddress = Address };
        using var deadline = new CancellationTokenSource(_startDeadline);
        using var probe = new PeriodicTimer(_probeInterval);
        try
        {
            while (!process.HasExited && !await IsReadyAsync(client, deadline.Token))
            {
                await probe.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException(
                $"The host was not ready within {_startDeadline}. It wrote:{System.Environment.NewLine}{Log}");
        }

        if (process.HasExited)
        {
            await process.WaitForExitAsync(CancellationToken.None);
            throw new InvalidOperationException($"The host ended with code {process.ExitCode}. It wrote:{System.Environment.NewLine}{Log}");
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
