using System.Reflection;

namespace CleanCqrs.IntegrationTests.Hosting;

/// <summary>Stands for an assembly that contains some types and no others, so that each test scans exactly what it is about.</summary>
public sealed class ListedTypes(params IEnumerable<Type> types) : Assembly
{
    private readonly Type[] _types = [.. types];

    public override IEnumerable<TypeInfo> DefinedTypes => _types.Select(type => type.GetTypeInfo());

    public override Type[] GetTypes() => _types;

    public override AssemblyName GetName() => new("Bank");

    public override bool Equals(object? o) => ReferenceEquals(this, o);

    public override int GetHashCode() => _types.Length;
}
