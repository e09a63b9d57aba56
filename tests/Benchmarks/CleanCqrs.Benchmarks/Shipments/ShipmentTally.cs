namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>A row that all shipments feed.</summary>
public sealed class ShipmentTally
{
    public const int TheOnly = 1;

    public int Id { get; init; } = TheOnly;

    public int Booked { get; set; }

    public int Delivered { get; set; }
}
