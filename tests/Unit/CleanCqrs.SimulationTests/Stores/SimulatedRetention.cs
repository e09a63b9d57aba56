using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Simulation.Stores;

namespace CleanCqrs.SimulationTests.Stores;

/// <summary>Nothing simulates the retention yet; the contract asks for it.</summary>
internal sealed class SimulatedRetention(WriteDatabase database, WalletTable table, IStoreCalls calls) : IRetentionStore
{
    public Task<RetentionBatch> DeletePublishedAsync(
        TimeSpan age, long afterPosition, long upToPosition, int maxCount, CancellationToken cancellationToken) => calls.CallAsync(
        "delete published",
        () =>
        {
            var before = database.Now - age;
            var batch = database.Messages.Values.Where(row => row.Position > afterPosition && row.Position <= upToPosition)
                .Take(maxCount).ToList();
            var published = batch.FindAll(row => row.Status == OutboxEventState.Published);
            var deleted = published.FindAll(row => row.PublishedAt < before);
            deleted.ForEach(row => database.Messages.Remove(row.Position));
            database.DeletedUpTo = Math.Max(database.DeletedUpTo, deleted.Count == 0 ? 0 : deleted[^1].Position);
            var goesOn = batch.Count == maxCount
                && (deleted.Count > 0 || (published.Count == 0 && batch.Exists(row => row.Envelope.OccurredAt < before)));
            return new RetentionBatch(deleted.Count, goesOn ? batch[^1].Position : null);
        },
        cancellationToken);

    public Task<int> CountOldAsync(TimeSpan age, long afterPosition, int maxCount, CancellationToken cancellationToken) => calls.CallAsync(
        "count old",
        () => database.Messages.Values.Where(row => row.Position > afterPosition).Take(maxCount)
            .Count(row => row.Status == OutboxEventState.Published && row.PublishedAt < database.Now - age),
        cancellationToken);

    public Task<int> DeleteIdempotencyKeysAsync(TimeSpan age, int maxCount, CancellationToken cancellationToken) =>
        calls.CallAsync(
            "delete keys",
            () => table.Keys.Where(key => key.Value.CreatedAt < database.Now - age)
                .OrderBy(key => key.Value.CreatedAt)
                .Take(maxCount)
                .ToList()
                .Count(key => table.Keys.Remove(key.Key)),
            cancellationToken);
}
