using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Waits for the projection's own word where it runs in this process, with a look into the database before and now and then. Where it runs
/// elsewhere, it asks the database at intervals that grow.
/// </summary>
internal sealed class ReadModelWaiter(
    IProjectionPositions positions,
    StreamWaits waits,
    IEnumerable<Projection> local,
    IEnumerable<IEventTransport> transports,
    TimeProvider timeProvider)
    : IReadModelWaiter
{
    private static readonly TimeSpan _firstInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromMilliseconds(250);

    public async Task<bool> WaitAsync(string projection, ConsistencyToken token, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        using var wait = waits.Begin(projection, token.StreamId);
        if (await HasReachedAsync(projection, token, cancellationToken))
        {
            return true;
        }

        var reached = wait.ReachedAsync(token.Version);
        var deadline = timeProvider.GetUtcNow() + timeout;
        for (var interval = IsMostlyHere(projection) ? _longestInterval : _firstInterval; ; interval = Next(interval))
        {
            var left = deadline - timeProvider.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            if (await IsReachedWithinAsync(reached, left < interval ? left : interval, cancellationToken)
                || (left > interval && await HasReachedAsync(projection, token, cancellationToken)))
            {
                return true;
            }
        }
    }

    private static TimeSpan Next(TimeSpan interval) => interval * 2 > _longestInterval ? _longestInterval : interval * 2;

    /// <summary>
    /// Whether this process moves the projection on, with events that do not leave the process: its word comes at once. Another process on
    /// the same databases may do so too, so the database is asked from time to time.
    /// </summary>
    private bool IsMostlyHere(string projection) =>
        local.Any(candidate => candidate.Name == projection) && transports.All(transport => !transport.LeavesProcess);

    private async Task<bool> IsReachedWithinAsync(Task reached, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await reached.WaitAsync(time, timeProvider, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> HasReachedAsync(string projection, ConsistencyToken token, CancellationToken cancellationToken) =>
        await positions.FindPositionAsync(projection, token.StreamId, cancellationToken) is { } position
            && position.Version >= token.Version;
}
