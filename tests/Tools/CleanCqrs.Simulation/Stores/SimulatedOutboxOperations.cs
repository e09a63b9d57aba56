using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Simulation.Stores;

/// <summary>The outbox as operators see it.</summary>
internal sealed class SimulatedOutboxOperations(WriteDatabase database, IStoreCalls calls)
    : IOutboxOperations, IOutboxTraces, IOutboxHealth
{
    public Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken) => calls.CallAsync(
        "outbox status",
        () =>
        {
            var pending = Rows(OutboxEventState.Pending).ToList();
            return new OutboxStatus(
                Limited(pending.Count),
                Limited(Rows(OutboxEventState.DeadLetter).Count()),
                database.BlockedStreams,
                Rows(OutboxEventState.Published).Count(),
                pending.FirstOrDefault()?.Envelope.OccurredAt,
                database.Outage);
        },
        cancellationToken);

    public Task<IReadOnlyList<OutboxDeadLetter>> ListDeadLettersAsync(int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<OutboxDeadLetter>>(
            "list outbox dead letters",
            () =>
            [
                .. Rows(OutboxEventState.DeadLetter)
                    .OrderBy(row => row.Envelope.StreamId, StringComparer.Ordinal).ThenBy(row => row.Envelope.StreamVersion)
                    .Take(maxCount)
                    .Select(row => new OutboxDeadLetter(row.ToMessage(), row.Error ?? string.Empty)),
            ],
            cancellationToken);

    public Task<IReadOnlyList<OutboxEventTrace>> TraceAsync(string streamId, CancellationToken cancellationToken) =>
        calls.CallAsync<IReadOnlyList<OutboxEventTrace>>(
            "trace stream",
            () =>
            [
                .. database.Messages.Values.Where(row => row.Envelope.StreamId == streamId)
                    .OrderBy(row => row.Envelope.StreamVersion)
                    .Select(row => new OutboxEventTrace(
                        row.Position, row.Envelope, row.Status, row.PublishedAt, row.Attempts, row.Error)),
            ],
            cancellationToken);

    public Task<OutboxSample> SampleAsync(CancellationToken cancellationToken) => calls.CallAsync(
        "sample outbox",
        () =>
        {
            var pending = Rows(OutboxEventState.Pending).ToList();
            var oldest = pending.FirstOrDefault();
            return new OutboxSample(
                Limited(pending.Count),
                Limited(Rows(OutboxEventState.DeadLetter).Count()),
                database.BlockedStreams,
                database.Messages.Keys.LastOrDefault(),
                oldest?.Position,
                oldest is null ? null : database.Now - oldest.Envelope.OccurredAt,
                database.Outage,
                []);
        },
        cancellationToken);

    public Task TryWritingAsync(CancellationToken cancellationToken) => calls.CallAsync("try writing", () => true, cancellationToken);

    private static long Limited(int count) => Math.Min(count, OutboxStatus.CountLimit);

    private IEnumerable<OutboxRow> Rows(OutboxEventState status) => database.Messages.Values.Where(row => row.Status == status);
}
