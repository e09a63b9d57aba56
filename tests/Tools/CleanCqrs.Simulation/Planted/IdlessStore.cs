using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.ForgetTheLastId"/>.</summary>
internal sealed class IdlessStore(IProjectionStore store) : StoreDecorator(store)
{
    protected override IProjectionSession Decorate(IProjectionSession session) => new IdlessSession(session);

    private sealed class IdlessSession(IProjectionSession session) : SessionDecorator(session)
    {
        public override async Task<IReadOnlyDictionary<string, StreamProgress>> LoadProgressAsync(
            IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
            (await base.LoadProgressAsync(streamIds, cancellationToken))
                .ToDictionary(stream => stream.Key, stream => stream.Value with { EventId = null });
    }
}
