using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ArchitectureTests.Metadata;

/// <summary>An assembly as its metadata tells it, without loading it.</summary>
internal sealed record AssemblyView(string Name, IReadOnlyList<TypeView> Types, IReadOnlyList<TypeName> ForeignTypes)
{
    /// <summary>The assemblies of which this one names a type, also those that it gets through others.</summary>
    public IEnumerable<string> References => ForeignTypes.Select(type => type.Assembly).Distinct();

    public static AssemblyView Read(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        var reader = file.GetMetadataReader();
        var name = reader.GetString(reader.GetAssemblyDefinition().Name);
        var names = new TypeNames(name);
        var types = reader.TypeDefinitions
            .Where(handle => reader.GetTypeDefinition(handle).GetDeclaringType().IsNil)
            .Select(handle => ReadType(file, reader, names, handle))
            .Where(type => type.Name != "<Module>");
        var foreign = reader.TypeReferences
            .Select(handle => names.GetTypeFromReference(reader, handle, 0))
            .Where(type => type.Assembly != name)
            .Distinct();
        return new AssemblyView(name, [.. types], [.. foreign]);
    }

    private static TypeView ReadType(PEReader file, MetadataReader reader, TypeNames names, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var uses = new UsedTypes(file, reader, names);
        uses.AddType(handle);
        return new TypeView(
            names.GetTypeFromDefinition(reader, handle, 0),
            (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public,
            type.GetCustomAttributes().Select(attribute => uses.AttributeType(attribute)?.Name)
                .Any(attribute => attribute is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute" or "EmbeddedAttribute"),
            [.. type.GetInterfaceImplementations().Select(i => names.Of(reader, reader.GetInterfaceImplementation(i).Interface)!)],
            uses.Found,
            [.. uses.NestedNames]);
    }
}
