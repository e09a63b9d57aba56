namespace Ordering.HostProcess;

internal static class HostProgram
{
    private const string Project = "src/WebUi/Ordering.WebUi";

    public static string Assembly { get; } = BuildPaths.AssemblyOf(Project);

    /// <summary>Where its settings lie.</summary>
    public static string Directory { get; } = Path.Combine(Repository.Root, Project);
}
