using System.Runtime.InteropServices;

namespace Ordering.WebUi.Hosting;

/// <summary>
/// Runs the host from its first step to its last. It may be told to stop in the middle of its start, which may be long: while a database is
/// migrated, or a broker is away. That ends it in order, like any other stop.
/// </summary>
internal sealed class HostRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _signals;

    public HostRun() => _signals = [Hear(PosixSignal.SIGTERM), Hear(PosixSignal.SIGINT)];

    /// <summary>Whether it was told to stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Prepares what the host needs, starts it, and runs until it is told to stop.</summary>
    public async Task RunAsync(WebApplication app, Func<CancellationToken, Task> prepare)
    {
        try
        {
            await prepare(Stopping);
            await app.StartAsync(Stopping);
        }
        catch (Exception exception) when (Stopping.IsCancellationRequested)
        {
            // Parts that are interrupted in their start say so in many ways.
            app.Logger.StoppedBeforeStart(exception.GetType().Name);
            await app.StopAsync(CancellationToken.None);
            return;
        }

        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _stop.Dispose();
    }

    private PosixSignalRegistration Hear(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _stop.Cancel();
    });
}
