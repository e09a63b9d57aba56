using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>
/// Remembers which service scope a write context was taken from, so that domain event handlers get the very context that is being saved. A pooled context
/// does not know its scope: its options belong to the root. A scope counts only for the lease of the context that it was entered with.
/// </summary>
internal sealed class WriteContextScopes
{
    private readonly ConditionalWeakTable<DbContext, Entry> _scopes = [];

    public void Enter(DbContext context, IServiceProvider scope) => _scopes.AddOrUpdate(context, new Entry(context.ContextId, scope));

    public IServiceProvider? Find(DbContext context) =>
        _scopes.TryGetValue(context, out var entry) && entry.Lease == context.ContextId ? entry.Scope : null;

    private sealed record Entry(DbContextId Lease, IServiceProvider Scope);
}
