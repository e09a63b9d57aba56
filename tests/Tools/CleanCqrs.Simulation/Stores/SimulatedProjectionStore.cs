using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The read database as a projection sees it.</summary>
/// <param name="database">The database.</param>
/// <param name="calls">How it is reached.</param>
/// <param name="services">The services of a unit of work.</param>
/// <param name="retries">How often a unit is run again when the database fails in passing.</param>
internal sealed class SimulatedProjectionStore(
    ReadDatabase database, IStoreCalls calls, Func<SimulatedProjectionSession, IServiceProvider> services, int retries = 0)
    : IProjectionStore
{
    private static readonly TimeSpan _turnTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

    /// <summary>A planted defect: whether a unit of work overwrites what others have changed.</summary>
    public bool OverwritesOthers { get; init; }

    public async Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            try
            {
                using var taken = turn is null ? null : await TakeAsync(turn, cancellationToken);
                using var session = new SimulatedProjectionSession(projection, database, isInTurn: turn is not null, calls, services)
                {
                    OverwritesOthers = OverwritesOthers,
                };
                await work(session, cancellationToken);
                return;
            }
            catch (SimulatedFaultException) when (retry < retries)
            {
                await calls.WaitAsync(_look);
            }
        }
    }

    public Task<DueEvents> ReadDueAsync(string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken) =>
        calls.CallAsync("read due", () => database.ReadDue(projection, maxCount, longestWait), cancellationToken);

    public Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<UnreadableMessage>>(
            "keep unreadable",
            () =>
            {
                var added = messages.DistinctBy(message => message.Position)
                    .Where(message => !database.State.Unreadable.ContainsKey(new KeptKey(projection, message.Position))).ToList();
                database.Change(state => state with
                {
                    Unreadable = state.Unreadable.AddRange(added.Select(message => KeyValuePair.Create(
                        new KeptKey(projection, message.Position), new KeptMessage(message, database.Now)))),
                });
                return added;
            },
            cancellationToken);

    private IDisposable? Take(string turn) => database.Turns.TryTake(turn, isShared: false, calls);

    private async Task<IDisposable?> TakeAsync(ProjectionTurn turn, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += _look)
        {
            IDisposable? taken = null;
            try
            {
                if (await calls.CallAsync("take turn", () => (taken = Take(turn.Name)) is not null, cancellationToken))
                {
                    return taken;
                }
            }
            catch
            {
                // The connection is gone, and with it the lock.
                taken?.Dispose();
                throw;
            }

            if (waited >= _turnTimeout)
            {
                return turn.IsRequired ? throw new SimulatedFaultException($"The turn {turn.Name} did not come in time") : null;
            }

            await calls.WaitAsync(_look);
        }
    }
}
