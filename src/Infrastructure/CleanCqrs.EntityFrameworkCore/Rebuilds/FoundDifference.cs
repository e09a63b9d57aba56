using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>A difference, with its key as the database gave it, to be looked at again.</summary>
internal sealed record FoundDifference(
    TableName Of, IReadOnlyList<object> KeyValues, string Table, string Key, string? Column, string? Current, string? Next)
    : RowDifference(Table, Key, Column, Current, Next);
