using CleanCqrs.Simulation.Scheduling;
using CleanCqrs.Simulation.Stores;
using MediatR;

namespace CleanCqrs.Simulation.Systems;

/// <summary>Adds each event to the row of its stream and to a row that many streams share. It may fail, and hang.</summary>
internal sealed class LedgerProjector(
    SimulatedProjectionSession session, Process process, Chance chance, Settings settings, Disturbance disturbance, Events events)
    : INotificationHandler<Moved>
{
    public static string StreamRow(string projection, string streamId) => $"{projection}/{streamId}";

    public static string KeyRow(string projection, string key) => $"{projection}/{key}";

    public async Task Handle(Moved notification, CancellationToken cancellationToken)
    {
        if (notification.IsPoisoned && !events.AreRepaired)
        {
            throw new InvalidOperationException($"{notification.StreamId}/{notification.Version} is poison.");
        }

        if (!disturbance.IsOver && chance.Happens(settings.HangingProjectors))
        {
            await HangAsync(cancellationToken);
        }

        await AddAsync(StreamRow(session.Projection, notification.StreamId), notification, cancellationToken);
        if (!disturbance.IsOver && chance.Happens(settings.FailingProjectors))
        {
            throw new TimeoutException("The product service does not answer.");
        }

        await AddAsync(KeyRow(session.Projection, notification.Key), notification, cancellationToken);
    }

    /// <summary>For ever, until it is cancelled, or until long after it was given up: then it goes on as if nothing had happened.</summary>
    private Task HangAsync(CancellationToken cancellationToken)
    {
        process.Note("hangs");
        return chance.Between(0, 2) switch
        {
            0 => new TaskCompletionSource().Task,
            1 => Task.Delay(Timeout.InfiniteTimeSpan, process.Clock, cancellationToken),
            _ => process.DelayAsync(chance.Between(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1))),
        };
    }

    private async Task AddAsync(string key, Moved moved, CancellationToken cancellationToken)
    {
        var row = (Total?)await session.FindAsync(key, cancellationToken) ?? Total.Zero;
        var changed = row.Add(moved);
        session.Put(key, () => changed);
    }
}
