using System.Collections.Concurrent;
using System.Reflection;
using CleanCqrs.Application.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// Rows that a projector has loaded ahead, before the transaction. They are read again within it, in one query for those of a type: what
/// somebody else has written in between is not overwritten.
/// </summary>
internal static class PrefetchedRows
{
    private static readonly MethodInfo _readTogether =
        typeof(PrefetchedRows).GetMethod(nameof(ReadTogetherAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static readonly ConcurrentDictionary<(Type Row, Type Key), MethodInfo> _methods = [];

    public static async Task ReadAgainAsync(DbContext context, List<EntityEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var rows in entries.GroupBy(entry => entry.Metadata))
        {
            Refuse(rows.Key, rows);
            var loaded = rows.Where(entry => entry.State == EntityState.Unchanged).ToList();
            if (rows.Key.FindPrimaryKey()!.Properties is [var key] && IsPlain(rows.Key))
            {
                var read = _methods.GetOrAdd(
                    (rows.Key.ClrType, key.ClrType), types => _readTogether.MakeGenericMethod(types.Row, types.Key));
                await (Task)read.Invoke(null, [context, key.Name, loaded, cancellationToken])!;
            }
            else
            {
                foreach (var entry in loaded)
                {
                    await entry.ReloadAsync(cancellationToken);
                }
            }
        }
    }

    private static void Refuse(IEntityType type, IEnumerable<EntityEntry> entries)
    {
        if (entries.Any(entry => entry.State is EntityState.Modified or EntityState.Deleted))
        {
            throw new InvalidOperationException(
                $"{nameof(IProjectionPrefetch.PrefetchAsync)} has changed a {type.DisplayName()}. It runs before the transaction, so the "
                + "change could overwrite that of another instance. Look ahead there, and change rows in the handlers of the events.");
        }

        if (type.IsOwned())
        {
            throw new InvalidOperationException(
                $"{nameof(IProjectionPrefetch.PrefetchAsync)} has loaded a {type.DisplayName()}, which belongs to another row and can't be "
                + "read again by itself in the transaction. Load it without tracking there, or in the handlers of the events.");
        }
    }

    private static bool IsPlain(IEntityType type) =>
        !type.GetComplexProperties().Any() && !type.GetProperties().Any(property => property.IsShadowProperty());

    private static async Task ReadTogetherAsync<TRow, TKey>(
        DbContext context, string key, List<EntityEntry> entries, CancellationToken cancellationToken)
        where TRow : class
        where TKey : notnull
    {
        var keys = entries.ConvertAll(entry => (TKey)entry.Property(key).CurrentValue!);
        var rows = await context.Set<TRow>().AsNoTracking().IgnoreAutoIncludes().IgnoreQueryFilters()
            .Where(row => EF.Parameter(keys).Contains(EF.Property<TKey>(row, key)))
            .ToListAsync(cancellationToken);
        var fresh = rows.Select(row => context.Entry(row)).ToDictionary(entry => (TKey)entry.Property(key).CurrentValue!);
        foreach (var entry in entries)
        {
            if (fresh.TryGetValue((TKey)entry.Property(key).CurrentValue!, out var stored))
            {
                entry.OriginalValues.SetValues(stored.CurrentValues);
                entry.CurrentValues.SetValues(stored.CurrentValues);
            }
            else
            {
                entry.State = EntityState.Detached;
            }
        }
    }
}
