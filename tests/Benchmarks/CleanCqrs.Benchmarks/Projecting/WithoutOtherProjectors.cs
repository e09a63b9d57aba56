using System.Reflection;
using CleanCqrs.Benchmarks.Shipments;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>This assembly without the projectors that a host does not run: the library refuses to start when one is forgotten.</summary>
internal sealed class WithoutOtherProjectors(Type projector) : Assembly
{
    private static readonly Type[] _projectors = [typeof(ShipmentProjector), typeof(ShipmentTallyProjector), typeof(JourneyProjector)];

    public override IEnumerable<TypeInfo> DefinedTypes => GetTypes().Select(type => type.GetTypeInfo());

    public override Type[] GetTypes() =>
        [.. typeof(Shipment).Assembly.GetTypes().Where(type => type == projector || !_projectors.Contains(type))];

    public override AssemblyName GetName() => typeof(Shipment).Assembly.GetName();

    public override bool Equals(object? o) => ReferenceEquals(this, o);

    public override int GetHashCode() => projector.GetHashCode();
}
