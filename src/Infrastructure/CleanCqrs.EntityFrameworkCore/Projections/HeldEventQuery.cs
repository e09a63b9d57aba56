using System.Text.Json;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Projections;

internal static class HeldEventQuery
{
    /// <summary>What a projection holds back for one reason.</summary>
    public static IQueryable<HeldEventRow> HeldEvents(this DbContext context, string projection, HoldReason reason) =>
        context.Set<HeldEventRow>().AsNoTracking().Where(row => row.Projection == projection && row.Reason == reason);

    /// <summary>
    /// What a projection holds back at some places. They are one parameter, and each is looked up by the key: what else their streams hold
    /// is not read.
    /// </summary>
    public static IQueryable<HeldEventRow> At(DbContext context, string projection, IReadOnlyCollection<StreamPlace> places)
    {
        var rows = context.Set<HeldEventRow>().AsNoTracking();
        if (Dialect.Find(context.Database.ProviderName)?.PlacesOfJson is not { } listed)
        {
            var (streams, versions) = (places.Select(place => place.StreamId), places.Select(place => place.Version));
            return rows.Where(row =>
                row.Projection == projection && streams.Contains(row.StreamId) && versions.Contains(row.StreamVersion));
        }

        var table = new StoredTable(context.Model.FindEntityType(typeof(HeldEventRow))!, context);
        var statement = $$"""
            SELECT held.* FROM {{listed}} CROSS JOIN {{table.Name}} AS held
            WHERE held.{{table[nameof(HeldEventRow.Projection)]}} = {1}
            AND held.{{table[nameof(HeldEventRow.StreamId)]}} = place.stream_id
            AND held.{{table[nameof(HeldEventRow.StreamVersion)]}} = place.stream_version
            """;
        var json = JsonSerializer.Serialize(places.Select(place => new { s = place.StreamId, v = place.Version }));
        return context.Set<HeldEventRow>().FromSqlRaw(statement, json, projection).AsNoTracking();
    }
}
