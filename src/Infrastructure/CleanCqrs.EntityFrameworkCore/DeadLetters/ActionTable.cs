using CleanCqrs.Application.Transport;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.DeadLetters;

internal static class ActionTable
{
    /// <summary>Adds the trail to a model. Its numbers tell the order, and the index finds what was done about one stream.</summary>
    public static void Add<TRow>(ModelBuilder modelBuilder, OwnTables tables, string name)
        where TRow : OperatorActionRow =>
        new OwnTable<TRow>(modelBuilder, tables, name, nameof(OperatorActionRow.Number))
            .Count(nameof(OperatorActionRow.Number))
            .Limit(EnvelopeLimits.Name, nameof(OperatorActionRow.Source))
            .Limit(EnvelopeLimits.StreamId, nameof(OperatorActionRow.StreamId))
            .Index(nameof(OperatorActionRow.StreamId), nameof(OperatorActionRow.Number));
}
