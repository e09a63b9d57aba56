using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Makes tables as the application's migrations would make them, from its model.</summary>
internal static class GenerationTables
{
    /// <param name="context">A context whose model has the tables at their places.</param>
    /// <param name="places">The places.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static Task CreateAsync(DbContext context, GenerationPlaces places, CancellationToken cancellationToken)
    {
        var tables = places.All.ToHashSet();
        var schemas = places.Schemas.ToHashSet();
        return RunAsync(
            context,
            OperationsOf(context).Where(operation => operation switch
            {
                EnsureSchemaOperation schema => schemas.Contains(schema.Name),
                CreateTableOperation table => tables.Contains(new TableName(table.Schema, table.Name)),
                ITableMigrationOperation of => tables.Contains(new TableName(of.Schema, of.Table)),
                _ => false,
            }),
            cancellationToken);
    }

    /// <param name="context">A context of the current generation.</param>
    /// <param name="places">The tables of a generation.</param>
    /// <param name="isCurrent">Whether they are where the model has them, and not at their places.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static Task CreateIndexesAsync(
        DbContext context, GenerationPlaces places, bool isCurrent, CancellationToken cancellationToken)
    {
        var indexes = OperationsOf(context).OfType<CreateIndexOperation>()
            .Where(index => places.Find(new TableName(index.Schema, index.Table)) is not null)
            .ToList();
        foreach (var index in isCurrent ? [] : indexes)
        {
            var place = places[new TableName(index.Schema, index.Table)];
            (index.Schema, index.Table, index.Name) = (place.Schema, place.Name, places.IndexName(index.Name));
        }

        return RunAsync(context, indexes, cancellationToken);
    }

    private static IEnumerable<MigrationOperation> OperationsOf(DbContext context) =>
        context.GetService<IMigrationsModelDiffer>().GetDifferences(null, ModelOf(context).GetRelationalModel());

    private static IModel ModelOf(DbContext context) => context.GetService<IDesignTimeModel>().Model;

    private static async Task RunAsync(
        DbContext context, IEnumerable<MigrationOperation> operations, CancellationToken cancellationToken)
    {
        var commands = context.GetService<IMigrationsSqlGenerator>().Generate([.. operations], ModelOf(context));
        foreach (var command in commands)
        {
            await TableDialect.ExecuteAsync(context, command.CommandText, cancellationToken);
        }
    }
}
