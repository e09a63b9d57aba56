namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>
/// A row of <c>outbox_leases</c>, or with the range <see cref="NoRange"/> one of <c>outbox_relays</c>, as the database sees it now.
/// </summary>
internal sealed class LeaseState
{
    public const int NoRange = -1;

    public int Range { get; init; }

    public string? Owner { get; init; }

    public long Epoch { get; init; }

    public int Expired { get; init; }
}
