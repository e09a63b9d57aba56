using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>
/// Takes samples of one part. One that does not come in time is a finding; what hangs is left alone, and not asked a second time at once.
/// </summary>
internal sealed class Sampler<T>(Func<CancellationToken, Task<T>> read, TimeSpan timeout, TimeProvider timeProvider) : ISampler
    where T : class
{
    private readonly Lock _lock = new();
    private Task<T>? _running;
    private T? _value;
    private long _valueAt;
    private Exception? _error;
    private long _failingSince;

    public async Task SampleAsync(CancellationToken cancellationToken)
    {
        if (_running is { IsCompleted: false })
        {
            return;
        }

        var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = Task.Run(() => read(deadline.Token), CancellationToken.None);
        _ = _running.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                deadline.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            Succeed(await _running.WaitAsync(timeout, timeProvider, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(exception);
            if (!_running.IsCompleted)
            {
                await CancelAsync(deadline);
            }
        }
    }

    public Reading<T> Read()
    {
        lock (_lock)
        {
            var failure = _error is null
                ? null
                : new SampleFailure(
                    KindOf(_error),
                    (_error as WriteRefusedException)?.InnerException?.Message ?? _error.Message,
                    timeProvider.GetElapsedTime(_failingSince),
                    (_error as WriteRefusedException)?.Reason);
            return new Reading<T>(_value, _value is null ? null : timeProvider.GetElapsedTime(_valueAt), failure);
        }
    }

    private static async Task CancelAsync(CancellationTokenSource deadline)
    {
        try
        {
            await deadline.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in this moment.
        }
    }

    private string KindOf(Exception error) => error is TimeoutException ? $"no answer within {Wording.Of(timeout)}" : error.GetType().Name;

    private void Succeed(T value)
    {
        lock (_lock)
        {
            (_value, _valueAt, _error) = (value, timeProvider.GetTimestamp(), null);
        }
    }

    private void Fail(Exception error)
    {
        lock (_lock)
        {
            _failingSince = _error is null ? timeProvider.GetTimestamp() : _failingSince;
            _error = error;
        }
    }
}
