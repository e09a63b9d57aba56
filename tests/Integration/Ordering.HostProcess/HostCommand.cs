using System.Diagnostics;

namespace Ordering.HostProcess;

/// <summary>The host run as a command that ends by itself.</summary>
/// <param name="ExitCode">0 when it did what it was asked for.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it complained about.</param>
public sealed record HostCommand(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(3);

    public static async Task<HostCommand> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [HostProgram.Assembly, .. arguments])
        {
            WorkingDirectory = HostProgram.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // As on a server, where no file of the sources lends it settings.
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["DOTNET_ENVIRONMENT"] = "Production" },
        };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(_deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new HostCommand(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
