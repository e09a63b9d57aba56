using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Rows of one table to which the same is to be done.</summary>
/// <param name="Table">The table, delimited.</param>
/// <param name="Change">What is to be done: insert what is added, update what is modified, delete what is deleted.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="Columns">What is to be written, and the conditions under which.</param>
internal sealed record RowBatch(string Table, EntityState Change, int Count, IReadOnlyList<RowColumn> Columns)
{
    /// <summary>The columns to be written, each with its place among all.</summary>
    public IEnumerable<(int Place, string Name)> Written => NamesWhere(isCondition: false);

    /// <summary>The columns that say which row is meant, each with its place among all.</summary>
    public IEnumerable<(int Place, string Name)> Conditions => NamesWhere(isCondition: true);

    private IEnumerable<(int Place, string Name)> NamesWhere(bool isCondition) =>
        Columns.Index().Where(item => item.Item.IsCondition == isCondition).Select(item => (item.Index, item.Item.Name));
}
