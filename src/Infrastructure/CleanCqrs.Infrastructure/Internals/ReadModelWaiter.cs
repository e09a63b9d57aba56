using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using CleanCqrs.Infrastructure.Projections;

namespace CleanCqrs.Infrastructure.Internals;

/// <summary>
/// Waits for the projection's own word where it runs in this process, with one look into the database before; elsewhere it asks the database, at growing
/// intervals.
/// </summary>
internal sealed class ReadModelWaiter(IProjectionStore store, ProjectionFeed feed, IEnumerable<Projection> local, TimeProvider timeProvider) : IReadModelWaiter
{
    private static readonly TimeSpan _firstInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestInterval = TimeSpan.FromMilliseconds(250);

    public async Task<bool> WaitAsync(string projection, ConsistencyToken token, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        var isLocal = local.Any(candidate => candidate.Name == projection);
        using var wait = isLocal ? feed.BeginWait(projection, token.StreamId) : null;
        if (await HasReachedAsync(projection, token, cancellationToken))
        {
            return true;
        }

        if (timeout <= TimeSpan.Zero)
        {
            return false;
        }

        return wait is null
            ? await PollAsync(projection, token, timeout, cancellationToken)
            : await ListenAsync(wait, token.Version, timeout, cancellationToken);
    }

    private async Task<bool> ListenAsync(StreamWait wait, long version, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var reached = wait.ReachedAsync(version);
        try
        {
            await reached.WaitAsync(timeout, timeProvider, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> PollAsync(string projection, ConsistencyToken token, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = timeProvider.GetUtcNow() + timeout;
        for (var interval = _firstInterval; ; interval = interval * 2 > _longestInterval ? _longestInterval : interval * 2)
        {
            var left = deadline - timeProvider.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await Task.Delay(left < interval ? left : interval, timeProvider, cancellationToken);
            if (await HasReachedAsync(projection, token, cancellationToken))
            {
                return true;
            }
        }
    }

    private async Task<bool> HasReachedAsync(string projection, ConsistencyToken token, CancellationToken cancellationToken) =>
        await store.FindPositionAsync(projection, token.StreamId, cancellationToken) is { } position && position.Version >= token.Version;
}
