namespace Ordering.WebUi.Hosting;

/// <summary>The folder in which the host keeps its keys, readable by its own user only.</summary>
public static class DataFolder
{
    /// <summary>The setting that names the folder; <c>data</c> in the content root by default.</summary>
    public const string Setting = "Data:Folder";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

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
        try
        {
            // Parents that are missing would get the rights of any folder.
            Create(dataFolder);
            return Create(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"{Setting} can't be used: {exception.Message} Name a folder in which the host may write.", exception);
        }
    }
    private static string Create(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path).FullName
        : Directory.CreateDirectory(path, OwnerOnly).FullName;
}
