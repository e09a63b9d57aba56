namespace CleanCqrs.EntityFrameworkCore.History;

/// <summary>
/// A row of <c>projection_progress</c>, or without a part one of <c>projection_followers</c>, as the database sees it now.
/// </summary>
internal sealed class PartRow
{
    public string? Part { get; init; }

    public long Position { get; init; }

    public long EventPosition { get; init; }

    public Guid? EventId { get; init; }

    public int CaughtUp { get; init; }

    public string? Owner { get; init; }

    public int Expired { get; init; }
}
