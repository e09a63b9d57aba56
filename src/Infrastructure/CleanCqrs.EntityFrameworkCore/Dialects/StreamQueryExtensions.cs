using System.Text.Json;
using CleanCqrs.Application.Transport;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>
/// Finds rows by a list of streams. The list is one parameter, so that the statement is the same for any number of them.
/// </summary>
internal static class StreamQueryExtensions
{
    /// <summary>Every row that belongs to a stream names it as the envelope does.</summary>
    private const string StreamId = nameof(EventEnvelope.StreamId);

    public static IQueryable<TRow> OfStreams<TRow>(this DbSet<TRow> rows, DbContext context, IReadOnlyCollection<string> streamIds)
        where TRow : class
    {
        if (Dialect.Find(context.Database.ProviderName)?.TextsOfJson is not { } texts)
        {
            return rows.Where(row => EF.Parameter(streamIds).Contains(EF.Property<string>(row, StreamId)));
        }

        var listed = context.Database.SqlQueryRaw<string>(texts, JsonSerializer.Serialize(streamIds));
        return rows.Where(row => listed.Contains(EF.Property<string>(row, StreamId)));
    }
}
