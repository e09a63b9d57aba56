namespace Ordering.Infrastructure.Sqlite;

/// <summary>
/// Files that nobody but their owner reads. SQLite gives the files that it keeps beside a database the rights of the database.
/// </summary>
internal static class OwnersFile
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a folder. One that is there keeps its rights: they are somebody's decision.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, ReadAndWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Creates an empty file, which is a database without tables, unless it is there.</summary>
    public static void Create(string path)
    {
        if (!File.Exists(path))
        {
            Open(path).Dispose();
        }
    }

    /// <summary>Opens a file for nobody else, and creates it where it is missing.</summary>
    public static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ReadAndWrite;
        }

        return new FileStream(path, options);
    }
}
