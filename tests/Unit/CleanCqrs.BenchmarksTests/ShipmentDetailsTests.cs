using System.Text.Json;
using CleanCqrs.Benchmarks.Projecting;
using CleanCqrs.Benchmarks.Shipments;

namespace CleanCqrs.BenchmarksTests;

public class ShipmentDetailsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(9_999)]
    public void An_event_is_about_as_long_as_those_of_real_systems(int number) => JsonSerializer.SerializeToUtf8Bytes(
        new ShipmentBookedEvent(new Guid(number, 0, 0, new byte[8]), ShipmentDetails.Sample(number)),
        ShipmentJson.Default.ShipmentBookedEvent)
        .Length.ShouldBeInRange(350, 450);
}
