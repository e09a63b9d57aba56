namespace Ordering.WebUi.Composition;

/// <summary>The folder in which the host keeps its keys, readable by its own user only.</summary>
public static class DataFolder
{
    /// <summary>The setting that names the folder; <c>data</c> in the content root by default.</summary>
    public const string Setting = "Data:Folder";

    public static string PathFor(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(environment);
        var folder = configuration[Setting];
        return Path.GetFullPath(string.IsNullOrWhiteSpace(folder) ? "data" : folder, environment.ContentRootPath);
    }

    public static string CreateIn(string dataFolder, string name)
    {
        var path = Path.Combine(dataFolder, name);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
