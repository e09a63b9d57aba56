using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Idempotency;

internal sealed class EfIdempotencyStore<TContext>(TContext context) : IIdempotencyStore
    where TContext : DbContext
{
    public async Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken) =>
        (FindAdded(scope, key) ?? await context.Set<IdempotencyRow>().AsNoTracking()
            .Where(row => row.Scope == scope && row.Key == key)
            .SingleOrDefaultAsync(cancellationToken)) is { } found
            ? new IdempotencyRecord(found.Scope, found.Key, found.Fingerprint, found.Response)
            : null;

    public void Add(IdempotencyRecord record)
    {
        if (FindAdded(record.Scope, record.Key) is not null)
        {
            throw new IdempotencyKeyReusedException(record.Key);
        }

        context.Add(new IdempotencyRow
        {
            Scope = record.Scope,
            Key = record.Key,
            Fingerprint = record.Fingerprint,
            Response = record.Response,
        });
    }

    /// <summary>A command of the same unit of work may have used the key already.</summary>
    private IdempotencyRow? FindAdded(string scope, string key) => context.ChangeTracker.Entries<IdempotencyRow>()
        .Select(entry => entry.Entity)
        .FirstOrDefault(row => row.Scope == scope && row.Key == key);
}
