using System.Collections.Immutable;
using ArchitectureTests.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectureTests;

/// <summary>A small house in memory: project files as text, assemblies compiled on the spot.</summary>
internal sealed record PlantedHouse(ImmutableDictionary<string, string> Files, ImmutableDictionary<string, byte[]> Images)
{
    private static readonly IReadOnlyList<MetadataReference> _platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static PlantedHouse Empty { get; } = new(ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, byte[]>.Empty);

    public House Build() => new(
        Files.OrderBy(file => file.Key, StringComparer.Ordinal).ToDictionary(),
        [.. Images.OrderBy(image => image.Key, StringComparer.Ordinal).Select(image => AssemblyView.Read(image.Value))]);

    public PlantedHouse WithFile(string path, string text) => this with { Files = Files.SetItem(path, text) };

    /// <summary>Adds a project at its proper place.</summary>
    public PlantedHouse WithProject(string layer, string name, string items = "") =>
        WithFile($"src/{layer}/{name}/{name}.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\">{items}</Project>");

    public PlantedHouse WithReference(string layer, string name, string target) =>
        WithProject(layer, name, $"<ItemGroup><ProjectReference Include=\"../../x/{target}/{target}.csproj\" /></ItemGroup>");

    public PlantedHouse WithPackage(string layer, string name, string package) =>
        WithProject(layer, name, $"<ItemGroup><PackageReference Include=\"{package}\" /></ItemGroup>");

    /// <summary>
    /// Compiles an assembly; it sees the framework, the packages of the real house, and the assemblies planted before it.
    /// </summary>
    public PlantedHouse WithAssembly(string name, string source)
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            [
                .. _platform.Where(reference => Path.GetFileNameWithoutExtension(reference.Display) is var real
                    && real != name && !Images.ContainsKey(real!)),
                .. Images.Values.Select(image => MetadataReference.CreateFromImage(image)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success
            ? this with { Images = Images.SetItem(name, image.ToArray()) }
            : throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
    }
}
