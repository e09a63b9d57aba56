using System.Xml.Linq;

namespace ArchitectureTests;

/// <summary>A project file: src/Domain/CleanCqrs.Domain/CleanCqrs.Domain.csproj.</summary>
internal sealed record ProjectFile(string Path, XElement Xml)
{
    /// <summary>The room beside the layers: packages that users' tests are built on.</summary>
    public const string TestSupport = "Testing";

    public static readonly string[] Layers = ["Domain", "Application", "Infrastructure", "WebUi"];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The layer of a project under src/, from the inside out, or test support; nothing for a test or a tool.</summary>
    public string? Layer => Path.Split('/') is ["src", var layer, ..] ? layer : null;

    /// <summary>0 for the innermost layer; test support is further out than all of them.</summary>
    public int Depth => Layer == TestSupport ? Layers.Length : Array.IndexOf(Layers, Layer);

    public bool IsLibrary => Name.StartsWith("CleanCqrs.", StringComparison.Ordinal);

    /// <summary>Whether the project is the core of its layer: it takes the layer's name, an adapter takes its technology's.</summary>
    public bool IsCore => Name is ['C' or 'O', ..] && Name.EndsWith($".{Layer}", StringComparison.Ordinal);

    public IEnumerable<string> ProjectReferences => Items("ProjectReference")
        .Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')));

    public IEnumerable<string> PackageReferences => Items("PackageReference");

    public IEnumerable<string> FrameworkReferences => Items("FrameworkReference");

    public static ProjectFile Parse(string path, string text) => new(path, XElement.Parse(text));

    private IEnumerable<string> Items(string kind) =>
        Xml.Descendants(kind).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
