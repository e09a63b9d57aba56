namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>How many events of a stream were seen; a row of the read model.</summary>
public sealed class ShipmentJourney
{
    public required string StreamId { get; init; }

    public long Events { get; set; }
}
