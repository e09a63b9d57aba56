namespace Ordering.BrowserTests.Browser;

/// <summary>The browser that is installed on the machine: <c>CHROMIUM_PATH</c>, or the first one found on the <c>PATH</c>.</summary>
internal static class ChromiumLocation
{
    public const string Missing =
        "No browser was found: install chromium (on Debian: apt-get install chromium), or name one in the environment variable "
            + "CHROMIUM_PATH.";

    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } given)
        {
            return given;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return _names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
