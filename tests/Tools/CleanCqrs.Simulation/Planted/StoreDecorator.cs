using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Planted;

/// <summary>A store of which a defect changes something.</summary>
internal abstract class StoreDecorator(IProjectionStore store) : IProjectionStore
{
    public Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken) =>
        store.RunAsync(projection, turn, (session, token) => work(Decorate(session), token), cancellationToken);

    public virtual Task<DueEvents> ReadDueAsync(
        string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken) =>
        store.ReadDueAsync(projection, maxCount, longestWait, cancellationToken);

    public Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        store.KeepUnreadableAsync(projection, messages, cancellationToken);

    protected abstract IProjectionSession Decorate(IProjectionSession session);
}
