using System.Security.Cryptography;

namespace Ordering.WebUi.Authentication;

/// <summary>The key that signs development tokens: made once and kept, so that a token outlives a restart of the host.</summary>
public static class SigningKeyFile
{
    private const string FileName = "development-token.key";
    private const int KeyBytes = 32;

    /// <summary>Reads the key, or makes it: of two hosts that start at the same time, the second takes the key of the first.</summary>
    public static byte[] ReadOrCreate(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            Create(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? key
            : throw new InvalidDataException(
                $"{path} is not a key of {KeyBytes} bytes. Delete it to have a new one made; issued tokens end with it.");
    }

    private static void Create(string path)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
        }

        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
