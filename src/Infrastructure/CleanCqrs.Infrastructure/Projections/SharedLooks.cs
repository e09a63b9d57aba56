using CleanCqrs.Application.Projections;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Looks into the database for all queries of this process that wait, together: how many statements that takes does not grow with each
/// query that waits.
/// </summary>
internal sealed class SharedLooks(IProjectionPositions positions, StreamWaits waits, TimeProvider timeProvider)
{
    private const int StreamsPerStatement = 500;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _projections = new(StringComparer.Ordinal);
    private readonly long _start = timeProvider.GetTimestamp();

    /// <summary>The time, from an arbitrary point on: a clock that is put right does not change it.</summary>
    public TimeSpan Now => timeProvider.GetElapsedTime(_start);

    /// <summary>Goes on looking as long as anybody waits for the projection. Call it after the wait has begun.</summary>
    public void KeepLooking(string projection, TimeSpan interval)
    {
        lock (_lock)
        {
            if (_projections.Add(projection))
            {
                // It outlives the query that starts it, and is no part of that query's trace.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(() => LookAsync(projection, interval));
                }
            }
        }
    }

    private async Task LookAsync(string projection, TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval, timeProvider);
        while (await timer.WaitForNextTickAsync() && IsWaitedFor(projection))
        {
            var now = Now;
            foreach (var some in waits.Of(projection).Where(stream => stream.Wait.TakeLook(now)).Chunk(StreamsPerStatement))
            {
                await LookAsync(projection, some);
            }
        }
    }

    private bool IsWaitedFor(string projection)
    {
        lock (_lock)
        {
            return waits.Of(projection).Any() || !_projections.Remove(projection);
        }
    }

    private async Task LookAsync(string projection, IReadOnlyCollection<(string StreamId, StreamWait Wait)> streams)
    {
        try
        {
            var found = await positions.FindPositionsAsync(
                projection, [.. streams.Select(stream => stream.StreamId)], CancellationToken.None);
            waits.Reach(projection, found);
        }
        catch (Exception exception)
        {
            // It is the queries' failure: each of them tells its caller.
            foreach (var (_, wait) in streams)
            {
                wait.Fail(exception);
            }
        }
    }
}
