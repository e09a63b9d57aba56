namespace CleanCqrs.Application.Rebuilds;

/// <summary>Tells which rows the projections of this process own.</summary>
public interface IOwnedRows
{
    /// <summary>The rows that a projection owns.</summary>
    /// <param name="projection">The name of the projection, or of a generation of it.</param>
    /// <returns>The rows; none where the projection has not said so, or runs elsewhere.</returns>
    IReadOnlyList<OwnedRows> Of(string projection);
}
