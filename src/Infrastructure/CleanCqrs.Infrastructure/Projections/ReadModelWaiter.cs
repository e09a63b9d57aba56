using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Queries;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Waits for the projection's own word where it runs in this process, with a look into the database before and now and then. Where it runs
/// elsewhere, the looks alone tell. All queries that wait look together, at intervals that grow.
/// </summary>
internal sealed class ReadModelWaiter(
    IProjectionPositions positions,
    StreamWaits waits,
    IEnumerable<Projection> local,
    IEnumerable<IEventTransport> transports,
    TimeProvider timeProvider)
    : IReadModelWaiter
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _intervalIfHere = TimeSpan.FromMilliseconds(250);

    private readonly SharedLooks _looks = new(positions, waits, timeProvider);

    public async Task<bool> WaitAsync(string projection, ConsistencyToken token, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        using var wait = waits.Begin(projection, token.StreamId);
        if (await HasReachedAsync(projection, token, cancellationToken))
        {
            return true;
        }

        if (timeout <= TimeSpan.Zero)
        {
            return false;
        }

        var reached = wait.ReachedAsync(token.Version, _looks.Now);
        _looks.KeepLooking(projection, IsMostlyHere(projection) ? _intervalIfHere : _interval);
        return await IsReachedWithinAsync(reached, timeout, cancellationToken);
    }

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
