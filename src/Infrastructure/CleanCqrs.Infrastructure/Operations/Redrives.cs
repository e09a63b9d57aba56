using CleanCqrs.Application.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Operations;

/// <summary>Redrives in the background; they end with the host.</summary>
internal sealed class Redrives(
    IDeadLetters deadLetters, IHostApplicationLifetime lifetime, TimeProvider timeProvider, ILogger<Redrives> logger) : IRedrives
{
    private readonly Lock _lock = new();
    private RedriveRun? _run;
    private CancellationTokenSource? _cancellation;

    public bool Start(DeadLetterFilter filter, string by)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        CancellationTokenSource cancellation;
        lock (_lock)
        {
            if (_cancellation is not null)
            {
                return false;
            }

            cancellation = _cancellation = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            _run = new RedriveRun(filter.ToString(), by, timeProvider.GetUtcNow(), new RedriveProgress(0, 0));
        }

        _ = RunAsync(filter, by, cancellation);
        return true;
    }

    public RedriveRun? Read()
    {
        lock (_lock)
        {
            return _run;
        }
    }

    public bool Cancel()
    {
        lock (_lock)
        {
            _cancellation?.Cancel();
            return _cancellation is not null;
        }
    }

    private async Task RunAsync(DeadLetterFilter filter, string by, CancellationTokenSource cancellation)
    {
        await Task.Yield();
        string? failure = null;
        try
        {
            await deadLetters.RedriveAllAsync(filter, by, new Progress(this), cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            failure = "It was cancelled.";
        }
        catch (Exception exception)
        {
            failure = exception.Message;
            logger.RedriveFailed(exception, filter);
        }
        finally
        {
            lock (_lock)
            {
                _run = _run! with { EndedAt = timeProvider.GetUtcNow(), Failure = failure };
                _cancellation = null;
                cancellation.Dispose();
            }
        }
    }

    /// <summary>Notes each step at once; the one of .NET would hand it over to another thread.</summary>
    private sealed class Progress(Redrives redrives) : IProgress<RedriveProgress>
    {
        public void Report(RedriveProgress value)
        {
            lock (redrives._lock)
            {
                redrives._run = redrives._run! with { Progress = value };
            }
        }
    }
}
