using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>A table that a projection owns, as the model of the read context has it.</summary>
internal sealed record OwnedTable(ITable Table, IReadOnlySet<string> NotCompared)
{
    public TableName Name => new(Table.Schema, Table.Name);

    /// <summary>
    /// The columns that tell its rows from each other; none where the database counts them, since then the same row has another number in
    /// each generation.
    /// </summary>
    public IReadOnlyList<string> Key { get; } =
        Table.PrimaryKey?.Columns is { } key && !key.Any(column => IsCounted(column) || Numbering(column) is not null)
            ? [.. key.Select(column => column.Name)]
            : [];

    /// <summary>The columns that mean the same in every generation, and so can be compared and copied.</summary>
    public IReadOnlyList<IColumn> Columns { get; } =
        [.. Table.Columns.Where(column => !IsCounted(column) && Numbering(column) is null)];

    /// <summary>A table whose rows this one's refer to by numbers that the database has counted.</summary>
    public ITable? NumberedBy { get; } = Table.Columns.Select(Numbering).FirstOrDefault(table => table is not null);

    /// <summary>The application knows of no such number: it can't have chosen it.</summary>
    private static bool IsCounted(IColumn column) => column.PropertyMappings.Any(mapping =>
        mapping.Property.IsShadowProperty()
        && mapping.Property.IsPrimaryKey()
        && !mapping.Property.IsForeignKey()
        && mapping.Property.ValueGenerated == ValueGenerated.OnAdd);

    private static ITable? Numbering(IColumn column) => column.Table.ForeignKeyConstraints
        .SelectMany(key => key.Columns.Zip(key.PrincipalColumns))
        .Where(pair => pair.First == column && IsCounted(pair.Second))
        .Select(pair => (ITable?)pair.Second.Table)
        .FirstOrDefault();
}
