using System.Text.Json;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Outbox;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.History;

internal static class OutboxPlaces
{
    /// <summary>What the outbox has at some places. They are one parameter, and each is looked up by the index of streams.</summary>
    public static IQueryable<OutboxMessageRow> At(DbContext context, IReadOnlyCollection<StreamPlace> places)
    {
        var rows = context.Set<OutboxMessageRow>().AsNoTracking();
        if (Dialect.Find(context.Database.ProviderName)?.PlacesOfJson is not { } listed)
        {
            var (streams, versions) = (places.Select(place => place.StreamId), places.Select(place => place.Version));
            return rows.Where(row => streams.Contains(row.StreamId) && versions.Contains(row.StreamVersion));
        }

        var table = new StoredTable(context.Model.FindEntityType(typeof(OutboxMessageRow))!, context);
        var statement = $$"""
            SELECT message.* FROM {{listed}} CROSS JOIN {{table.Name}} AS message
            WHERE message.{{table[nameof(OutboxMessageRow.StreamId)]}} = place.stream_id
            AND message.{{table[nameof(OutboxMessageRow.StreamVersion)]}} = place.stream_version
            """;
        var json = JsonSerializer.Serialize(places.Select(place => new { s = place.StreamId, v = place.Version }));
        return context.Set<OutboxMessageRow>().FromSqlRaw(statement, json).AsNoTracking();
    }
}
