using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace GettingStarted.IntegrationTests.Packages;

/// <summary>A package.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Metadata">What its description says.</param>
/// <param name="Files">The paths of its files.</param>
/// <param name="Documented">The types and members that its documentation speaks of.</param>
/// <param name="VisibleTypes">The types that others can see.</param>
/// <param name="VisibleMethods">Their methods and constructors that others can see, without parameters.</param>
public sealed record Package(
    string Id,
    XElement Metadata,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Documented,
    IReadOnlyList<string> VisibleTypes,
    IReadOnlySet<string> VisibleMethods)
{
    public IEnumerable<(string Id, string Range)> Dependencies => Metadata.Descendants()
        .Where(element => element.Name.LocalName == "dependency")
        .Select(element => (element.Attribute("id")!.Value, element.Attribute("version")!.Value));

    public static Package Read(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var description = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var metadata = XDocument.Load(description).Root!.Elements().Single();
        var id = Of(metadata, "id");
        using var documentation = archive.GetEntry($"lib/net10.0/{id}.xml")!.Open();
        using var assembly = Open(archive.GetEntry($"lib/net10.0/{id}.dll")!);
        var reader = assembly.GetMetadataReader();
        return new Package(
            id,
            metadata,
            [.. archive.Entries.Select(entry => entry.FullName)],
            [.. XDocument.Load(documentation).Descendants("member").Select(member => member.Attribute("name")!.Value)],
            [.. VisibleTypesOf(reader).Select(type => NameOf(reader, type))],
            VisibleTypesOf(reader).SelectMany(type => VisibleMethodsOf(reader, type)).ToHashSet());
    }

    public string Text(string name) => Of(Metadata, name);

    private static string Of(XElement metadata, string name) =>
        metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? string.Empty;

    private static PEReader Open(ZipArchiveEntry assembly)
    {
        var content = new MemoryStream();
        using (var packed = assembly.Open())
        {
            packed.CopyTo(content);
        }

        content.Position = 0;
        return new PEReader(content);
    }

    private static IEnumerable<TypeDefinition> VisibleTypesOf(MetadataReader reader) =>
        reader.TypeDefinitions.Select(reader.GetTypeDefinition)
            .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);

    private static IEnumerable<string> VisibleMethodsOf(MetadataReader reader, TypeDefinition type) =>
        type.GetMethods().Select(reader.GetMethodDefinition)
            .Where(method => (method.Attributes & MethodAttributes.MemberAccessMask)
                is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            .Select(method => $"{NameOf(reader, type)}.{reader.GetString(method.Name).Replace('.', '#')}");

    private static string NameOf(MetadataReader reader, TypeDefinition type) =>
        $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
}
