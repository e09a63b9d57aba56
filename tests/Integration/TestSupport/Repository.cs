namespace TestSupport;

/// <summary>
/// The repository that the tests were built from, found from where they lie: a deterministic build does not know its paths.
/// </summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CleanCqrs.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds CleanCqrs.sln.");
        }

        return folder.FullName;
    }
}
