using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>What an operator hears of the outbox of a host that publishes nothing.</summary>
internal sealed class NoOutbox : IOutboxOperations, IOutboxTraces, IStreamTraces, IRangeHolders
{
    public Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new OutboxStatus(0, 0, 0, 0, OldestPending: null, Outage: null));

    public Task<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(int maxCount, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxDeadLetter>>([]);

    public Task<IReadOnlyList<OutboxEventTrace>> TraceAsync(string streamId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxEventTrace>>([]);

    public Task<StreamTrace> TraceAsync(string streamId, long? fromVersion, int maxCount, CancellationToken cancellationToken) =>
        Task.FromResult(new StreamTrace(streamId, [], 0));

    public Task<IReadOnlyList<RangeHolder>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RangeHolder>>([]);

    public Task<StreamPlace?> FindEventAsync(Guid eventId, CancellationToken cancellationToken) => Task.FromResult<StreamPlace?>(null);

    public Task<IReadOnlyList<CommandTrace>> FindCommandsAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CommandTrace>>([]);
}
