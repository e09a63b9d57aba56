using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The outbox as operators see it.</summary>
internal sealed class SimulatedOutboxOperations(WriteDatabase database, IStoreCalls calls) : IOutboxOperations, IOutboxTraces
{
    public Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) => calls.CallAsync(
        "outbox status",
        () =>
        {
            var pending = Rows(OutboxRowStatus.Pending).ToList();
            return new OutboxStatus(
                pending.Count,
                Rows(OutboxRowStatus.DeadLetter).Count(),
                database.BlockedStreams,
                Rows(OutboxRowStatus.Published).Count(),
                pending.FirstOrDefault()?.Envelope.OccurredAt,
                database.Outage);
        },
        cancellationToken);

    public Task<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<OutboxDeadLetter>>(
            "list outbox dead letters",
            () =>
            [
                .. Rows(OutboxRowStatus.DeadLetter)
                    .OrderBy(row => row.Envelope.StreamId, StringComparer.Ordinal).ThenBy(row => row.Envelope.StreamVersion)
                    .Take(maxCount)
                    .Select(row => new OutboxDeadLetter(row.ToMessage(), row.Error ?? string.Empty)),
            ],
            cancellationToken);

    public Task<bool> RedriveAsync(string streamId, CancellationToken cancellationToken) =>
        calls.CallAsync($"redrive {streamId}", () => database.Redrive(streamId), cancellationToken);

    public Task<IReadOnlyList<OutboxEventTrace>> TraceAsync(string streamId, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<OutboxEventTrace>>(
            "trace stream",
            () =>
            [
                .. database.Messages.Values.Where(row => row.Envelope.StreamId == streamId)
                    .OrderBy(row => row.Envelope.StreamVersion)
                    .Select(row => new OutboxEventTrace(row.Envelope, row.PublishedAt, row.Error)),
            ],
            cancellationToken);

    private IEnumerable<OutboxRow> Rows(OutboxRowStatus status) => database.Messages.Values.Where(row => row.Status == status);
}
