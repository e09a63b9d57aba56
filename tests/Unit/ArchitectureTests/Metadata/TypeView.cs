namespace ArchitectureTests.Metadata;

/// <summary>A top-level type, and everything that it, its nested types and its method bodies name.</summary>
internal sealed record TypeView(
    TypeName Type,
    bool IsPublic,
    bool IsGenerated,
    IReadOnlyList<TypeName> Interfaces,
    IReadOnlySet<TypeName> Uses,
    IReadOnlyList<string> NestedNames)
{
    public string Name => Type.Name;

    public string Namespace => Type.Namespace;

    public string FullName => Type.FullName;
}
