using CleanCqrs.Application.Commands;
using CleanCqrs.Application.Persistence;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Idempotency;

internal sealed class EfIdempotencyStore<TContext>(TContext context) : IIdempotencyStore
    where TContext : DbContext
{
    public async Task<IdempotencyRecord?> FindAsync(string scope, string key, CancellationToken cancellationToken) =>
        (FindAdded(scope, key) ?? await FindSaved(context.Model)(context, scope, key, cancellationToken)) is { } found
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
    private IdempotencyRow? FindAdded(string scope, string key) => context.Tracked<IdempotencyRow>(static _ => true)
        .Find(entry => entry.Entity.Scope == scope && entry.Entity.Key == key)?.Entity;

    /// <summary>The query is compiled once for each model, which it belongs to: every command with a key asks it.</summary>
    private static Func<DbContext, string, string, CancellationToken, Task<IdempotencyRow?>> FindSaved(IModel model) =>
        model.GetOrAddRuntimeAnnotationValue(
            "CleanCqrs:FindKey",
            static _ => EF.CompileAsyncQuery((DbContext context, string scope, string key, CancellationToken cancellationToken) =>
                context.Set<IdempotencyRow>().AsNoTracking().SingleOrDefault(row => row.Scope == scope && row.Key == key)),
            model);
}
