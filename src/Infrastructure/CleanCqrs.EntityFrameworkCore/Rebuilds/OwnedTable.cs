using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>A table that a projection owns, as the model of the read context has it.</summary>
internal sealed record OwnedTable(ITable Table, IReadOnlySet<string> NotCompared)
{
    public TableName Name => new(Table.Schema, Table.Name);
}
