using System.Reflection;

namespace Ordering.BrowserTests;

/// <summary>Where the build has put things, as the project file says.</summary>
internal static class BuildPaths
{
    public static string HostDirectory => Read("HostDirectory");

    public static string HostAssembly => Read("HostAssembly");

    public static string TestResults => Read("TestResults");

    private static string Read(string key) => Path.GetFullPath(
        typeof(BuildPaths).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
}
