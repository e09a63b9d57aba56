using System.Text.Json;
using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Finds rows by a list of streams. The list is one parameter, so that the statement is the same for any number of them.</summary>
internal static class RowsOfStreams
{
    private const string StreamId = nameof(ProjectionStreamRow.StreamId);

    public static IQueryable<TRow> OfStreams<TRow>(this DbSet<TRow> rows, DbContext context, IReadOnlyCollection<string> streamIds)
        where TRow : class
    {
        if (Dialect.Find(context.Database.ProviderName)?.TextsOf is not { } texts)
        {
            return rows.Where(row => EF.Parameter(streamIds).Contains(EF.Property<string>(row, StreamId)));
        }

        var listed = context.Database.SqlQueryRaw<string>(texts, JsonSerializer.Serialize(streamIds));
        return rows.Where(row => listed.Contains(EF.Property<string>(row, StreamId)));
    }
}
