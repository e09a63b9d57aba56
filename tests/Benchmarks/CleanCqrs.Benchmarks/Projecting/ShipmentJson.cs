using System.Text.Json;
using System.Text.Json.Serialization;
using CleanCqrs.Benchmarks.Shipments;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>The quickest way to read the events.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false)]
[JsonSerializable(typeof(ShipmentBookedEvent))]
[JsonSerializable(typeof(ShipmentDeliveredEvent))]
public sealed partial class ShipmentJson : JsonSerializerContext;
