namespace TestSupport;

/// <summary>Where the build that made the tests has put other programs.</summary>
public static class BuildPaths
{
    /// <param name="project">The folder of its project, seen from the repository.</param>
    public static string AssemblyOf(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(
            Repository.Root, project, "bin", framework.Parent!.Name, framework.Name, $"{Path.GetFileName(project)}.dll");
    }
}
