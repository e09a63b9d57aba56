namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>A word or a name in a statement: <c>orders</c>, <c>"shop".orders</c>, <c>o.id</c>.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Parts">Its parts, as they are compared.</param>
/// <param name="Ends">Where each of them ends.</param>
/// <param name="Keyword">In capital letters, if it may be a word of the language; otherwise <see langword="null"/>.</param>
/// <param name="BeginsStatement">Whether nothing of the statement stands before it.</param>
/// <param name="IsCalled">Whether it is the name of a function: a parenthesis follows at once.</param>
internal sealed record SqlName(
    int Start, IReadOnlyList<string> Parts, IReadOnlyList<int> Ends, string? Keyword, bool BeginsStatement, bool IsCalled)
{
    public int EndOf(int parts) => Ends[parts - 1];

    public override string ToString() => string.Join('.', Parts);
}
