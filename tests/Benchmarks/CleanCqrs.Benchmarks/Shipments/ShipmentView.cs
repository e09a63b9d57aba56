namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>A row of the read model.</summary>
public sealed class ShipmentView
{
    public required Guid ShipmentId { get; init; }

    public required string Customer { get; init; }

    public required string Recipient { get; init; }

    public required string Street { get; init; }

    public required string City { get; init; }

    public required string Carrier { get; init; }

    public required string TrackingUrl { get; init; }

    public required decimal Weight { get; init; }

    public required DateTimeOffset BookedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public required long Version { get; set; }
}
