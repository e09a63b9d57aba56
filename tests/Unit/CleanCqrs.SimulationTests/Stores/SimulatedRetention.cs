using CleanCqrs.Application.Persistence;
using CleanCqrs.Simulation.Stores;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>Nothing simulates the retention yet; the contract asks for it.</summary>
internal sealed class SimulatedRetention(WriteDatabase database, WalletTable table, IStoreCalls calls) : IRetentionStore
{
    public Task<RetentionBatch> DeletePublishedAsync(
        DateTimeOffset before, long afterPosition, int maxCount, CancellationToken cancellationToken) => calls.CallAsync(
        "delete published",
        () =>
        {
            var old = database.Messages.Values.Where(row => row.Position > afterPosition).Take(maxCount)
                .TakeWhile(row => row.Envelope.OccurredAt < before).ToList();
            var deleted = old.FindAll(row => row.Status == OutboxRowStatus.Published && row.PublishedAt < before);
            deleted.ForEach(row => database.Messages.Remove(row.Position));
            return new RetentionBatch(deleted.Count, old.Count == maxCount ? old[^1].Position : null);
        },
        cancellationToken);

    public Task<int> DeleteIdempotencyKeysAsync(DateTimeOffset before, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync(
            "delete keys",
            () => table.Keys.Where(key => key.Value.CreatedAt < before).OrderBy(key => key.Value.CreatedAt).Take(maxCount).ToList()
                .Count(key => table.Keys.Remove(key.Key)),
            cancellationToken);
}
