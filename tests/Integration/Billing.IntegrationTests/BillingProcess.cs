using System.Diagnostics;
using System.Text.Json;

namespace Billing.IntegrationTests;

/// <summary>An instance as a process of its own, which can be killed.</summary>
internal sealed class BillingProcess : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private BillingProcess(Process process) => _process = process;

    public static BillingProcess Start(BillingOptions options) => new(Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { BuildPaths.AssemblyOf("tests/Integration/Billing"), JsonSerializer.Serialize(options) },
        RedirectStandardInput = true,
    })!);

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
    }
}
