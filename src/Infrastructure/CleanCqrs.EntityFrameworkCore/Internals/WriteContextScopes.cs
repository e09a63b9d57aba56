using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Internals;

/// <summary>
/// Remembers which service scope a write context was taken from, so that domain event handlers get the very context that is being saved. A pooled context
/// does not know its scope: its options belong to the root.
/// </summary>
internal sealed class WriteContextScopes
{
    private readonly ConditionalWeakTable<DbContext, IServiceProvider> _scopes = [];

    public void Enter(DbContext context, IServiceProvider scope) => _scopes.AddOrUpdate(context, scope);

    public IServiceProvider? Find(DbContext context) => _scopes.TryGetValue(context, out var scope) ? scope : null;
}
