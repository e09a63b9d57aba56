using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Planted;

/// <summary>A session of which a defect changes something.</summary>
internal class SessionDecorator(IProjectionSession session) : IProjectionSession
{
    public IServiceProvider Services => session.Services;

    public virtual Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => session.GetTimeAsync(cancellationToken);

    public virtual Task<IReadOnlyDictionary<string, StreamProgress>> LoadProgressAsync(
        IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        session.LoadProgressAsync(streamIds, cancellationToken);

    public Task<IReadOnlyList<HeldKey>> LoadHeldAsync(IReadOnlyCollection<StreamPlace> places, CancellationToken cancellationToken) =>
        session.LoadHeldAsync(places, cancellationToken);

    public Task<IReadOnlyList<HeldEvent>> LoadParkedRunAsync(StreamPlace first, int maxCount, CancellationToken cancellationToken) =>
        session.LoadParkedRunAsync(first, maxCount, cancellationToken);

    public Task BeginTransactionAsync(CancellationToken cancellationToken) => session.BeginTransactionAsync(cancellationToken);

    public Task EndEventAsync(CancellationToken cancellationToken) => session.EndEventAsync(cancellationToken);

    public void Advance(string streamId, long version, Guid eventId, DateTimeOffset time) =>
        session.Advance(streamId, version, eventId, time);

    public virtual void Hold(HeldEvent heldEvent) => session.Hold(heldEvent);

    public void Change(HeldKey held) => session.Change(held);

    public void Release(HeldKey held) => session.Release(held);

    public void Abandon(Task running) => session.Abandon(running);

    public Task CommitAsync(CancellationToken cancellationToken) => session.CommitAsync(cancellationToken);
}
