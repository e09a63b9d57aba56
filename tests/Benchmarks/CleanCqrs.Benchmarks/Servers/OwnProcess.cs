using System.Diagnostics;

namespace CleanCqrs.Benchmarks.Servers;

/// <summary>
/// This program once more, with another command. It ends when its standard input does, so that it never outlives the one that has started
/// it.
/// </summary>
public sealed class OwnProcess : IAsyncDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private OwnProcess(Process process, string announcement) => (_process, Announcement) = (process, announcement);

    /// <summary>The line that it has said when it was ready.</summary>
    public string Announcement { get; }

    public static async Task<OwnProcess> StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(OwnProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var announcement = await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask()
                    .WaitAsync(_timeout, cancellationToken)
                ?? throw new MeasurementFailedException(
                    $"The process '{string.Join(' ', arguments)}' ended before it was ready. What it said stands above.");
            return new OwnProcess(process, announcement);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>What such a process does: it says that it is ready, and waits for the end.</summary>
    public static async Task ServeAsync(string announcement, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(announcement.AsMemory(), cancellationToken);
        await Console.In.ReadLineAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(_timeout);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
