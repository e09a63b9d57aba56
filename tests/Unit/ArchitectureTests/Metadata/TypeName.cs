namespace ArchitectureTests.Metadata;

/// <summary>A type as metadata names it, with the assembly it is in and its type arguments.</summary>
internal sealed record TypeName(string Assembly, string Namespace, string Name, IReadOnlyList<TypeName> Arguments)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>The type and everything that it is made of.</summary>
    public IEnumerable<TypeName> Parts => Arguments.SelectMany(argument => argument.Parts).Prepend(this);
}
