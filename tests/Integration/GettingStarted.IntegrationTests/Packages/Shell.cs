using System.Diagnostics;
using System.Text;
using Shouldly;

namespace GettingStarted.IntegrationTests.Packages;

/// <summary>Runs what somebody would type, where nothing of the build that made the tests is known.</summary>
internal static class Shell
{
    /// <summary>How long commands may take; some load packages and build.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Runs commands to their end.</summary>
    /// <param name="commands">Commands of a shell; the first one that fails ends them.</param>
    /// <param name="folder">Where they are typed.</param>
    /// <param name="packages">The folder that NuGet keeps packages in; by default that of the machine.</param>
    /// <returns>What they print.</returns>
    public static async Task<string> RunAsync(string commands, string folder, string? packages = null)
    {
        var output = new StringBuilder();
        using var process = Start(commands, folder, packages, line => output.AppendLine(line));
        try
        {
            await process.WaitForExitAsync(TestRun.Token).WaitAsync(Limit, TestRun.Token);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"This did not end within {Limit}: {commands}\n{output}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        process.ExitCode.ShouldBe(0, $"{commands}\n{output}");
        return output.ToString();
    }

    public static Process Start(string commands, string folder, string? packages, Action<string> onLine)
    {
        Console.WriteLine($"{folder}> {commands}");
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-euc", commands },
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfBuild).ToList())
        {
            start.Environment.Remove(name);
        }

        // No process of the build may outlive it, and keep the folder or the output of the tests open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (packages is not null)
        {
            start.Environment["NUGET_PACKAGES"] = packages;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Take(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is { } line)
            {
                lock (start)
                {
                    onLine(line);
                }
            }
        }
    }

    /// <summary>What the SDK that runs the tests tells the processes that it starts.</summary>
    private static bool IsOfBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "ASPNETCORE_ENVIRONMENT" or "DOTNET_ENVIRONMENT" or "ASPNETCORE_URLS";
}
