using System.Reflection;

namespace Ordering.HostProcess;

/// <summary>Where the build has put things, as the project file of an assembly says.</summary>
public static class BuildPaths
{
    public static string Read(Assembly assembly, string key)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Path.GetFullPath(assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!);
    }
}
