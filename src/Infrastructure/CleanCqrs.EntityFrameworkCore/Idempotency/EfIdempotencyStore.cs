using CleanCqrs.Application.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Idempotency;

internal sealed class EfIdempotencyStore<TContext>(TContext context) : IIdempotencyStore
    where TContext : DbContext
{
    public async Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken) =>
        await context.Set<IdempotencyRow>().AsNoTracking()
            .Where(row => row.Scope == scope && row.Key == key)
            .Select(row => new IdempotencyRecord(row.Scope, row.Key, row.Fingerprint, row.Response, row.CreatedAt))
            .SingleOrDefaultAsync(cancellationToken);

    public void Add(IdempotencyRecord record) => context.Add(new IdempotencyRow
    {
        Scope = record.Scope,
        Key = record.Key,
        Fingerprint = record.Fingerprint,
        Response = record.Response,
        CreatedAt = record.CreatedAt,
    });
}
