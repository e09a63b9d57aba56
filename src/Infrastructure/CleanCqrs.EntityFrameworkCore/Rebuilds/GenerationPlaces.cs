using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Where the tables of one generation are while it is not the current one.</summary>
internal sealed class GenerationPlaces(
    IReadOnlyList<OwnedRows> owned, IReadOnlyList<OwnedTable> tables, TableDialect dialect, string? defaultSchema, int number)
{
    private readonly Dictionary<TableName, TableName> _places =
        tables.ToDictionary(table => table.Name, table => dialect.Place(table.Name, defaultSchema, number));

    public IReadOnlyList<OwnedRows> Owned => owned;

    public IReadOnlyList<OwnedTable> Tables => tables;

    public TableDialect Dialect => dialect;

    public string? DefaultSchema => defaultSchema;

    public int Number => number;

    public IReadOnlyCollection<TableName> All => _places.Values;

    public IReadOnlyCollection<string> Schemas => [.. _places.Values.Select(table => table.Schema).OfType<string>().Distinct()];

    public TableName this[TableName current] => _places[current];

    /// <summary>Where the same tables are in another generation.</summary>
    public GenerationPlaces ForNumber(int other) => new(owned, tables, dialect, defaultSchema, other);

    /// <summary>A current table by its whole name, whatever schemas names without one are looked for in.</summary>
    public TableName WholeNameOf(TableName current) => current with { Schema = current.Schema ?? defaultSchema };

    public TableName? Find(TableName current) => _places.TryGetValue(current, out var place) ? place : null;

    public string IndexName(string name) => dialect.HasGlobalIndexNames ? dialect.PlaceIndex(name, number) : name;
}
