using CleanCqrs.Application.Projections;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The read database as operators see it.</summary>
internal sealed class SimulatedProjectionOperations(ReadDatabase database, IStoreCalls calls) : IProjectionOperations, IProjectionPositions
{
    public Task<StreamPosition?> FindPositionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        calls.CallAsync(
            "find position",
            () => database.State.Positions.GetValueOrDefault(new StreamKey(projection, streamId))?.Position,
            cancellationToken);

    public Task<IReadOnlyList<StreamPosition>> FindPositionsAsync(
        string projection, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<StreamPosition>>(
            "find positions",
            () =>
            [
                .. streamIds.Select(streamId => database.State.Positions.GetValueOrDefault(new StreamKey(projection, streamId))?.Position)
                    .OfType<StreamPosition>(),
            ],
            cancellationToken);

    public Task<ProjectionStatus> GetStatusAsync(string projection, CancellationToken cancellationToken) => calls.CallAsync(
        "projection status",
        () =>
        {
            var state = database.State;
            return new ProjectionStatus(
                projection,
                state.Positions.Count(position => position.Key.Projection == projection),
                state.HeldBy(projection, HoldReason.Parked).Count(),
                state.HeldBy(projection, HoldReason.Retrying).Count(),
                state.HeldBy(projection, HoldReason.DeadLetter).Count(),
                state.Unreadable.Count(message => message.Key.Projection == projection))
            {
                Collisions = state.HeldBy(projection, HoldReason.Collision).Count(),
                Ahead = state.HeldBy(projection, HoldReason.Ahead).Count(),
                Holes = state.HolesOf(projection).Count(hole => hole.State == HoleState.Open),
                Awaited = state.HolesOf(projection).Count(hole => hole.State == HoleState.Awaited),
            };
        },
        cancellationToken);

    public Task<IReadOnlyList<HeldEvent>> ListHeldAsync(
        string projection, HoldReason reason, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<HeldEvent>>(
            "list held", () => [.. database.State.HeldBy(projection, reason).Take(maxCount)], cancellationToken);

    public Task<bool> AcceptCollisionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        calls.CallAsync($"accept collision of {streamId}", () => database.AcceptCollision(projection, streamId), cancellationToken);

    public Task<IReadOnlyList<KeptMessage>> ListUnreadableAsync(string projection, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<KeptMessage>>(
            "list unreadable",
            () =>
            [
                .. database.State.Unreadable.Where(message => message.Key.Projection == projection)
                    .Select(message => message.Value)
                    .OrderByDescending(message => message.ReceivedAt)
                    .Take(maxCount),
            ],
            cancellationToken);
}
