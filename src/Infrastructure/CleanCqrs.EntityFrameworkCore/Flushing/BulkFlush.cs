using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Flushing;

/// <summary>
/// Writes what a context has tracked, with few statements for many rows. Whatever makes more of a save than its rows is left to Entity
/// Framework: relations, values that the database makes, interceptors, a context with its own <c>SaveChanges</c>.
/// </summary>
internal static class BulkFlush
{
    /// <summary>Entity Framework sends that many rows in one go, about as fast.</summary>
    private const int FewRows = 8;

    private static readonly ConcurrentDictionary<Type, bool> _savesItself = [];

    /// <summary>Writes all changes within the transaction that is open.</summary>
    /// <param name="context">The context.</param>
    /// <param name="first">The type whose rows are written before all others: if somebody else was faster, it shows there.</param>
    /// <param name="cancellationToken">A cancellation.</param>
    /// <exception cref="DbUpdateException">The database refused them. They are still tracked as changes.</exception>
    public static async Task SaveAsync(DbContext context, Type first, CancellationToken cancellationToken)
    {
        if (Dialect.Find(context.Database.ProviderName)?.RowWriter is not { } writer
            || FindBatches(context, first, writer) is not { } batches)
        {
            await context.SaveChangesAsync(cancellationToken);
            return;
        }

        foreach (var (rows, entries) in batches)
        {
            var written = await WriteAsync(context, writer, rows, entries, cancellationToken);
            if (written != rows.Count)
            {
                throw new DbUpdateException(
                    $"Of {rows.Count} rows of {entries[0].Metadata.GetTableName()}, {rows.Count - written} were changed or deleted "
                    + "after they had been loaded.",
                    new DBConcurrencyException(),
                    entries);
            }
        }

        context.ChangeTracker.AcceptAllChanges();
    }

    private static List<(RowBatch Rows, List<EntityEntry> Entries)>? FindBatches(DbContext context, Type first, IRowWriter writer)
    {
        if (context.Database.CurrentTransaction is null || SavesItself(context))
        {
            return null;
        }

        var changed = context.ChangeTracker.Entries()
            .Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .ToList();
        if (changed.Count <= FewRows)
        {
            return null;
        }

        var tables = changed.GroupBy(entry => entry.Metadata)
            .Select(entries => (Table: TableOf(entries.Key, context, writer), Entries: entries))
            .ToList();
        if (!tables.TrueForAll(item => item.Table is { } table && item.Entries.All(table.Knows)))
        {
            return null;
        }

        List<(RowBatch Rows, List<EntityEntry> Entries)> batches =
        [
            .. tables
                .OrderBy(item => item.Entries.Key.ClrType != first)
                .ThenBy(item => item.Table!.Name, StringComparer.Ordinal)
                .SelectMany(item => item.Table!.Group(item.Entries))
                // As the enumeration has them: what is deleted, then what is modified, then what is added.
                .OrderBy(item => item.Rows.Change),
        ];
        return batches.TrueForAll(batch => writer.CanWrite(batch.Rows)) ? batches : null;
    }

    private static bool SavesItself(DbContext context) =>
        _savesItself.GetOrAdd(context.GetType(), type => type.GetMethods()
            .Where(method => method.Name is nameof(DbContext.SaveChanges) or nameof(DbContext.SaveChangesAsync))
            .Any(method => method.DeclaringType != typeof(DbContext)))
        || context.GetService<IInterceptors>().Aggregate<ISaveChangesInterceptor>() is not null;

    private static FlushedTable? TableOf(IEntityType type, DbContext context, IRowWriter writer) => type.GetOrAddRuntimeAnnotationValue(
        "CleanCqrs:FlushedTable",
        static given => new Known(FlushedTable.TryCreate(given.Type, given.Context, given.Writer)),
        (Type: type, Context: context, Writer: writer)).Table;

    private static async Task<int> WriteAsync(
        DbContext context, IRowWriter writer, RowBatch rows, List<EntityEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(context, rows, cancellationToken);
        }
        catch (DbException exception)
        {
            throw new DbUpdateException(
                $"{rows.Count} rows of {entries[0].Metadata.GetTableName()} could not be written.", exception, entries);
        }
    }

    private sealed record Known(FlushedTable? Table);
}
