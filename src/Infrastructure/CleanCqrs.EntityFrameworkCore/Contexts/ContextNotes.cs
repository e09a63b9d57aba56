using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Contexts;

/// <summary>
/// Notes about contexts. Each counts until its context goes back to the pool: the next user of the context starts afresh.
/// </summary>
internal class ContextNotes<TNote>
    where TNote : class
{
    private readonly ConditionalWeakTable<DbContext, Entry> _entries = [];

    public TNote Set(DbContext context, TNote note)
    {
        _entries.AddOrUpdate(context, new Entry(context.ContextId, note));
        return note;
    }

    public TNote? Find(DbContext context) =>
        _entries.TryGetValue(context, out var entry) && entry.Use == context.ContextId ? entry.Note : null;

    private sealed record Entry(DbContextId Use, TNote Note);
}
