using System.Reflection;

namespace CleanCqrs.UnitTests.Infrastructure.Registration;

/// <summary>Stands for an assembly that contains some types and no others, so that each test scans exactly what it is about.</summary>
internal sealed class ListedTypes(params IEnumerable<Type> types) : Assembly
{
    private readonly Type[] _types = [.. types];

    public override IEnumerable<TypeInfo> DefinedTypes => _types.Select(type => type.GetTypeInfo());

    public override Type[] GetTypes() => _types;

    public override AssemblyName GetName() => new("Harbour");

    public override bool Equals(object? o) => ReferenceEquals(this, o);

    public override int GetHashCode() => _types.Length;

    /// <summary>All types that are nested in a test class, as if it were an assembly.</summary>
    public static ListedTypes In(Type owner) => new(owner.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic));
}
