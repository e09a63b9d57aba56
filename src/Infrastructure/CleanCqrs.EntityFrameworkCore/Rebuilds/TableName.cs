namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>The name of a table, and its schema where it has one.</summary>
internal readonly record struct TableName(string? Schema, string Name)
{
    public override string ToString() => Schema is null ? Name : $"{Schema}.{Name}";
}
