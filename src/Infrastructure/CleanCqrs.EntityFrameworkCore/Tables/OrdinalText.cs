using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace CleanCqrs.EntityFrameworkCore.Tables;

/// <summary>
/// Texts are the same when their code units are. Entity Framework takes keys that differ in case only for the same on SQL Server, and so
/// does SQL Server itself with spaces at the end: texts that end with one are refused as keys.
/// </summary>
internal static class OrdinalText
{
    public static ValueComparer<string> Comparer { get; } = new(
        (left, right) => string.Equals(left, right, StringComparison.Ordinal), text => text.GetHashCode(StringComparison.Ordinal));
}
