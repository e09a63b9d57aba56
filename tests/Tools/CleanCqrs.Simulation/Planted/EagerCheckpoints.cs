using CleanCqrs.Application.History;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.MoveCheckpointsFirst"/>.</summary>
internal sealed class EagerCheckpoints(IHistoryCheckpoints checkpoints, IEventHistory history) : IHistoryCheckpoints
{
    public async Task<IReadOnlyList<HistoryCheckpoint>> AcquireAsync(
        string projection, IReadOnlyCollection<string> parts, TimeSpan lease, CancellationToken cancellationToken)
    {
        var heads = await history.FindHeadsAsync(parts, cancellationToken);
        var all = await checkpoints.AcquireAsync(projection, parts, lease, cancellationToken);
        var moves = all.Where(part => part.IsHeld && part.Position < heads[part.Part])
            .Select(part => (part, part with { Position = heads[part.Part], EventId = null })).ToList();
        await checkpoints.AdvanceAsync(projection, moves, lease, cancellationToken);
        return all;
    }

    public Task<bool> AdvanceAsync(
        string projection,
        IReadOnlyCollection<(HistoryCheckpoint From, HistoryCheckpoint To)> moves,
        TimeSpan lease,
        CancellationToken cancellationToken) => Task.FromResult(true);

    public Task ReleaseAsync(string projection, CancellationToken cancellationToken) =>
        checkpoints.ReleaseAsync(projection, cancellationToken);

    public Task<IReadOnlyList<HistoryCheckpoint>> ReadAsync(string projection, CancellationToken cancellationToken) =>
        checkpoints.ReadAsync(projection, cancellationToken);

    public Task<IReadOnlyList<string>> ListProjectionsAsync(CancellationToken cancellationToken) =>
        checkpoints.ListProjectionsAsync(cancellationToken);

    public Task<bool> TakeOverAsync(string projection, string formerly, CancellationToken cancellationToken) =>
        checkpoints.TakeOverAsync(projection, formerly, cancellationToken);
}
