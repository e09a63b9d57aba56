using ArchitectureTests.Metadata;

namespace ArchitectureTests;

/// <summary>What the rules look at: the text files of the repository, by path, and the built assemblies of src/.</summary>
internal sealed record House(IReadOnlyDictionary<string, string> Files, IReadOnlyList<AssemblyView> Assemblies)
{
    private static readonly string[] _textFiles = [".cs", ".csproj", ".props", ".targets", ".sln", ".slnx", ".md"];
    private static readonly Lazy<House> _built = new(ReadBuilt);

    /// <summary>The repository that these tests were built from.</summary>
    public static House Built => _built.Value;

    public static string Root { get; } = FindRoot();

    public IReadOnlyList<ProjectFile> Projects => field ??=
    [
        .. Files.Where(file => file.Key.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => ProjectFile.Parse(file.Key, file.Value)),
    ];

    public IEnumerable<ProjectFile> SourceProjects => Projects.Where(project => project.Layer is not null);

    /// <summary>The C# files of a project.</summary>
    public IEnumerable<KeyValuePair<string, string>> SourcesOf(ProjectFile project) => Files.Where(file =>
        file.Key.StartsWith(project.Folder + "/", StringComparison.Ordinal) && file.Key.EndsWith(".cs", StringComparison.Ordinal));

    private static House ReadBuilt()
    {
        var files = new[] { "src", "tests", "eng", "docs" }
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root))
            .Where(file => _textFiles.Contains(Path.GetExtension(file)))
            .Select(file => (Full: file, Path: Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .Where(file => !file.Path.Contains("/bin/", StringComparison.Ordinal) && !file.Path.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => !file.Path.StartsWith("eng/fallback-feed/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToDictionary(file => file.Path, file => File.ReadAllText(file.Full));
        var assemblies = new House(files, []).SourceProjects
            .Select(project => Path.Combine(AppContext.BaseDirectory, $"{project.Name}.dll"))
            .Where(File.Exists)
            .Select(path => AssemblyView.Read(File.ReadAllBytes(path)));
        return new House(files, [.. assemblies]);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CleanCqrs.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("CleanCqrs.sln is in none of the folders above the tests.");
        }

        return folder.FullName;
    }
}
