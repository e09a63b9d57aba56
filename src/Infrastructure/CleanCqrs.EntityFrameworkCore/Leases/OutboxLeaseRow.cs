namespace CleanCqrs.EntityFrameworkCore.Leases;

/// <summary>Who may publish a range of buckets. The rows are there from the start, one for each range.</summary>
internal sealed class OutboxLeaseRow
{
    public int BucketRange { get; init; }

    public string? Owner { get; init; }

    public long Epoch { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
