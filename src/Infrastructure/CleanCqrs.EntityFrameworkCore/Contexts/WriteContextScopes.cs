using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>
/// Remembers which service scope a write context was taken from, so that domain event handlers get the very context that is being saved. A
/// pooled context does not know its scope: its options belong to the root.
/// </summary>
internal sealed class WriteContextScopes(IServiceProvider root) : ContextNotes<IServiceProvider>
{
    public IServiceProvider? FindScope(DbContext context) =>
        Find(context)
        ?? (context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider is { } own
            && !ReferenceEquals(own, root) && ReferenceEquals(own.GetService(context.GetType()), context)
                ? own
                : null);
}
