using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.TrustTheClock"/>.</summary>
internal sealed class TrustingStore(IProjectionStore store, TimeProvider clock) : StoreDecorator(store)
{
    private static readonly TimeSpan _anyWait = TimeSpan.FromDays(1_000);

    public override Task<DueEvents> ReadDueAsync(
        string projection, int maxCount, TimeSpan longestWait, CancellationToken cancellationToken) =>
        base.ReadDueAsync(projection, maxCount, _anyWait, cancellationToken);

    protected override IProjectionSession Decorate(IProjectionSession session) => new TrustingSession(session, clock);

    private sealed class TrustingSession(IProjectionSession session, TimeProvider clock) : SessionDecorator(session)
    {
        public override Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => Task.FromResult(clock.GetUtcNow());
    }
}
