using System.Collections.Concurrent;
using System.Diagnostics;
using CleanCqrs.Signals;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>
/// A relay as a process of its own, with leases of an hour. It can be stopped in the middle of a publication, and killed.
/// </summary>
public sealed class RelayProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = [];
    private readonly string _gate;
    private readonly Process _process;

    private RelayProcess(BankFiles files)
    {
        _gate = files.Write + ".gate";
        File.WriteAllText(_gate, string.Empty);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                ArgumentList = { BuildPaths.AssemblyOf("tests/Integration/CleanCqrs.RelayProcess"), files.Write, files.Read, _gate },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? string.Empty);
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? string.Empty);
    }

    /// <summary>Starts a relay whose transport takes its time until the gate is opened.</summary>
    public static RelayProcess Start(BankFiles files)
    {
        var relay = new RelayProcess(files);
        relay._process.Start();
        relay._process.BeginOutputReadLine();
        relay._process.BeginErrorReadLine();
        return relay;
    }

    public bool HasSaid(string text) => _output.Any(line => line.Contains(text, StringComparison.Ordinal));

    public void OpenGate() => File.Delete(_gate);

    public Task StopTheWorldAsync() => _process.StopTheWorldAsync();

    public Task ContinueAsync() => _process.ContinueAsync();

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        File.Delete(_gate);
    }
}
