using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Billing.IntegrationTests;

/// <summary>An instance as a process of its own, which can be killed. What it wrote is told with the test, where that fails.</summary>
internal sealed class BillingProcess : IAsyncDisposable
{
    private const int LinesTold = 100;
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4);

    private readonly ConcurrentQueue<string> _output = [];
    private readonly Process _process;

    private BillingProcess(BillingOptions options)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                ArgumentList = { BuildPaths.AssemblyOf("tests/Integration/Billing"), JsonSerializer.Serialize(options) },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
    }

    public static BillingProcess Start(BillingOptions options)
    {
        var instance = new BillingProcess(options);
        instance._process.Start();
        instance._process.BeginOutputReadLine();
        instance._process.BeginErrorReadLine();
        return instance;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>How it has ended.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestRun.Token).WaitAsync(_deadline, TestRun.Token);
        return _process.ExitCode;
    }

    /// <summary>Tells it to end.</summary>
    /// <returns>How it has ended.</returns>
    public Task<int> StopAsync()
    {
        _process.StandardInput.Close();
        return WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Not a word of warning: as when the machine fails.
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(Environment.NewLine, _output.TakeLast(LinesTold)));
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _output.Enqueue(line.Data);
        }
    }
}
