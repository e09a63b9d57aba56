using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.DropWhatIsParked"/>.</summary>
internal sealed class ForgetfulStore(IProjectionStore store) : IProjectionStore
{
    public Task RunAsync(
        string projection,
        ProjectionTurn? turn,
        Func<IProjectionSession, CancellationToken, Task> work,
        CancellationToken cancellationToken) =>
        store.RunAsync(projection, turn, (session, token) => work(new ForgetfulSession(session), token), cancellationToken);

    public Task<DueEvents> ReadDueAsync(string projection, DateTimeOffset now, int maxCount, CancellationToken cancellationToken) =>
        store.ReadDueAsync(projection, now, maxCount, cancellationToken);

    public Task<IReadOnlyList<UnreadableMessage>> KeepUnreadableAsync(
        string projection, IReadOnlyList<UnreadableMessage> messages, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.KeepUnreadableAsync(projection, messages, now, cancellationToken);

    private sealed class ForgetfulSession(IProjectionSession session) : IProjectionSession
    {
        public IServiceProvider Services => session.Services;

        public Task<IReadOnlyDictionary<string, long>> LoadVersionsAsync(
            IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
            session.LoadVersionsAsync(streamIds, cancellationToken);

        public Task<IReadOnlyList<HeldEvent>> LoadHeldAsync(
            IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
            session.LoadHeldAsync(streamIds, cancellationToken);

        public Task BeginTransactionAsync(CancellationToken cancellationToken) => session.BeginTransactionAsync(cancellationToken);

        public Task EndEventAsync(CancellationToken cancellationToken) => session.EndEventAsync(cancellationToken);

        public void Advance(string streamId, long version, DateTimeOffset time) => session.Advance(streamId, version, time);

        public void Hold(HeldEvent heldEvent)
        {
            if (heldEvent.Reason != HoldReason.Parked)
            {
                session.Hold(heldEvent);
            }
        }

        public void Release(HeldEvent heldEvent) => session.Release(heldEvent);

        public Task CommitAsync(CancellationToken cancellationToken) => session.CommitAsync(cancellationToken);
    }
}
