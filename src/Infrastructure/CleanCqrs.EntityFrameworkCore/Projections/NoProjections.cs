using CleanCqrs.Application.Projections;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Answers whoever asks a host without a read database for a projection.</summary>
internal sealed class NoProjections : IProjectionOperations, IProjectionPositions, IProjectionTraces
{
    public Task<ProjectionStatus> GetStatusAsync(string projection, CancellationToken cancellationToken) => throw Unknown(projection);

    public Task<IReadOnlyList<HeldEvent>> ListHeldAsync(
        string projection, HoldReason reason, int maxCount, CancellationToken cancellationToken) => throw Unknown(projection);

    public Task<bool> AcceptCollisionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        throw Unknown(projection);

    public Task<IReadOnlyList<KeptMessage>> ListUnreadableAsync(string projection, int maxCount, CancellationToken cancellationToken) =>
        throw Unknown(projection);

    public Task<StreamPosition?> FindPositionAsync(string projection, string streamId, CancellationToken cancellationToken) =>
        throw Unknown(projection);

    public Task<IReadOnlyList<StreamPosition>> FindPositionsAsync(
        string projection, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken) => throw Unknown(projection);

    public Task<ProjectionTrace> TraceAsync(
        string projection, string streamId, int maxCount, CancellationToken cancellationToken) => throw Unknown(projection);

    private static InvalidOperationException Unknown(string projection) => new(
        $"This host knows no read database, so it can't tell anything of the projection {projection}. "
        + "Add UseProjections<TReadContext>() to the chain of AddCleanCqrs.");
}
