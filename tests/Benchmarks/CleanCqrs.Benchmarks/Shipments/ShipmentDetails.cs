namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>What an event carries, so that its payload is as long as those of real systems: about 370 bytes.</summary>
public sealed record ShipmentDetails(
    string Customer,
    string Recipient,
    string Street,
    string City,
    string Carrier,
    string TrackingUrl,
    decimal Weight,
    DateTimeOffset BookedAt)
{
    public static ShipmentDetails Sample(int number) => new(
        $"customer-{number % 997:D6}",
        $"Recipient number {number:D6}",
        $"{1 + (number % 200)} Long Street of the Old Harbour, second floor",
        $"Port Example {number % 90:D2}",
        number % 3 == 0 ? "Northern Parcels" : "Coastal Couriers",
        $"https://tracking.example.org/shipments/{number:D10}",
        0.5m + (number % 40),
        DateTimeOffset.UnixEpoch.AddYears(55).AddSeconds(number));
}
