using System.Diagnostics;
using System.Globalization;

namespace CleanCqrs.Signals;

public static class ProcessSignals
{
    /// <summary>Takes all processor time away from a process, as a virtual machine that is moved does.</summary>
    public static Task StopTheWorldAsync(this Process process) => SignalAsync(process, "-STOP");

    /// <summary>Asks a process to end in order.</summary>
    public static Task TerminateAsync(this Process process) => SignalAsync(process, "-TERM");

    public static Task ContinueAsync(this Process process) => SignalAsync(process, "-CONT");

    private static async Task SignalAsync(Process process, string signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill {signal} ended with code {kill.ExitCode}.");
        }
    }
}
