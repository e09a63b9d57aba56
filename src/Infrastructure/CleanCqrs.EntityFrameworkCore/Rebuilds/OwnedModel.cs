using CleanCqrs.Application.Rebuilds;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Finds in a model what belongs to the rows that a projection owns.</summary>
internal static class OwnedModel
{
    /// <summary>The types themselves, their derived and owned types, and those that join two of them.</summary>
    public static IReadOnlyList<IReadOnlyEntityType> TypesOf(IReadOnlyModel model, IReadOnlyCollection<OwnedRows> owned)
    {
        var roots = owned.Select(rows => rows.Row).ToHashSet();
        var types = model.GetEntityTypes().Where(type => roots.Contains(RootOf(type).ClrType)).ToHashSet();
        types.UnionWith(model.GetEntityTypes().Where(type => type.HasSharedClrType
            && !type.IsOwned()
            && type.GetForeignKeys().Any()
            && type.GetForeignKeys().All(key => types.Contains(key.PrincipalEntityType))));
        return [.. types];
    }

    /// <summary>The tables of a finished model.</summary>
    /// <exception cref="RebuildRefusedException">Rows are none of the model, or in a form that can't be built beside them.</exception>
    public static IReadOnlyList<ITable> TablesOf(IModel model, string projection, IReadOnlyCollection<OwnedRows> owned)
    {
        foreach (var rows in owned)
        {
            if (model.FindEntityType(rows.Row) is not { BaseType: null } type || type.IsOwned())
            {
                throw new RebuildRefusedException(
                    $"The projection '{projection}' says that it owns {rows.Row.Name}, which is no entity type of the read context by "
                        + "itself. Name the root of its hierarchy, or the type that owns it.");
            }
        }

        var types = TypesOf(model, owned).ToHashSet();
        var tables = model.GetRelationalModel().Tables
            .Where(table => table.EntityTypeMappings.Any(mapping => types.Contains((IReadOnlyEntityType)mapping.TypeBase)))
            .ToList();
        foreach (var table in tables)
        {
            RefuseShared(projection, table, types);
        }

        RefuseOtherForms(projection, types);
        return tables;
    }

    /// <summary>The columns of a table whose values do not follow from events alone.</summary>
    public static IReadOnlySet<string> NotComparedIn(ITable table, IReadOnlyCollection<OwnedRows> owned) =>
        table.EntityTypeMappings.SelectMany(mapping => mapping.ColumnMappings)
            .Where(mapping => owned.Any(rows => rows.Row == RootOf((IReadOnlyEntityType)mapping.TableMapping.TypeBase).ClrType
                && rows.NotCompared.Contains(mapping.Property.Name)))
            .Select(mapping => mapping.Column.Name)
            .ToHashSet();

    private static IReadOnlyEntityType RootOf(IReadOnlyEntityType type)
    {
        while (type.FindOwnership() is { } ownership)
        {
            type = ownership.PrincipalEntityType;
        }

        return type.GetRootType();
    }

    private static void RefuseShared(string projection, ITable table, HashSet<IReadOnlyEntityType> types)
    {
        if (table.EntityTypeMappings.FirstOrDefault(mapping => !types.Contains((IReadOnlyEntityType)mapping.TypeBase)) is { } other)
        {
            throw new RebuildRefusedException(
                $"The projection '{projection}' does not own {other.TypeBase.ClrType.Name}, which is in its table {table.Name}, too. Say "
                    + $"projection.Owns<{other.TypeBase.ClrType.Name}>() as well.");
        }

        if (table.ReferencingForeignKeyConstraints.FirstOrDefault(key =>
            key.Table.EntityTypeMappings.Any(mapping => !types.Contains((IReadOnlyEntityType)mapping.TypeBase))) is { } reference)
        {
            throw new RebuildRefusedException(
                $"The projection '{projection}' does not own the table {reference.Table.Name}, which refers to its table {table.Name} by "
                    + $"the foreign key {reference.Name}. Own its rows as well, or do without the foreign key.");
        }
    }

    private static void RefuseOtherForms(string projection, IEnumerable<IReadOnlyEntityType> types)
    {
        foreach (var type in types)
        {
            if (type.GetMappingFragments().Any() || type.GetViewName() is not null || type.GetInsertStoredProcedure() is not null)
            {
                throw new RebuildRefusedException(
                    $"{type.DisplayName()}, which the projection '{projection}' owns, is split over several tables, or mapped to a view or "
                        + "to stored procedures. That can't be built beside the current tables; map it to one table.");
            }
        }
    }
}
