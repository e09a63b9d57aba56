using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Crashes;

/// <summary>The replay as a process of its own.</summary>
internal sealed class ReplayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _result;

    private ReplayProcess(Process process, string result) => (_process, _result) = (process, result);

    public HostLog Log { get; } = new();

    public bool HasExited => _process.HasExited;

    public static ReplayProcess Start(
        string folder, string file, Uri host, Uri products, int lines, int concurrency = 16)
    {
        var result = Path.Combine(folder, "result.json");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                BuildPaths.AssemblyOf("tests/Tools/Ordering.Replay"), file,
                "--limit", lines.ToString(CultureInfo.InvariantCulture),
                "--concurrency", concurrency.ToString(CultureInfo.InvariantCulture),
                "--host", host.ToString(),
                "--products-url", products.ToString(),
                "--json", result,
            },
        };
        var replay = new ReplayProcess(new Process { StartInfo = start }, result);
        replay._process.OutputDataReceived += (_, line) => replay.Log.Add(line.Data);
        replay._process.ErrorDataReceived += (_, line) => replay.Log.Add(line.Data);
        replay._process.Start();
        replay._process.BeginOutputReadLine();
        replay._process.BeginErrorReadLine();
        return replay;
    }

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async Task<JsonElement> ReadResultAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(_result);
        using var document = await JsonDocument.ParseAsync(file, cancellationToken: cancellationToken);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
