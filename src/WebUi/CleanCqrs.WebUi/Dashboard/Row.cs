namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A row of a table; its first cell is its heading.</summary>
/// <param name="Cells">As many as there are columns.</param>
internal sealed record Row(params IReadOnlyList<Html> Cells)
{
    public StageState? State { get; init; }
}
