using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace GettingStarted.IntegrationTests.Packages;

/// <summary>
/// What the page tells a newcomer to type, typed in an empty folder, on a machine that has no package yet: the packages come from a feed,
/// as they would from the web.
/// </summary>
[Collection(PackagesCollection.Name)]
[Trait("Length", "Long")]
public sealed partial class PackedApplicationTests(PackedPackages packages) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _page = File.ReadAllText(Path.Combine(Repository.Root, "docs/getting-started.md"));

    private string EmptyCache => Path.Combine(_folder.Path, "packages");

    private string Sales => Path.Combine(_folder.Path, "Sales");

    private string SalesTests => Path.Combine(_folder.Path, "Sales.Tests");

    [Fact]
    public async Task The_page_leads_from_an_empty_folder_to_the_first_projected_event_and_its_test()
    {
        await WriteSourcesAsync();
        await Shell.RunAsync(CommandsAfter("dotnet new web"), _folder.Path, EmptyCache);
        Copy("docs/samples/GettingStarted/Program.cs", Sales);
        await ShouldCountWhatIsSoldAsync(CommandsAfter("dotnet run").Split('\n'));
        Directory.Exists(Path.Combine(EmptyCache, "cleancqrs.entityframeworkcore")).ShouldBeTrue();

        var test = CommandsAfter("cd ..").Split("dotnet run");
        await Shell.RunAsync(test[0], Sales, EmptyCache);
        Copy("tests/Integration/GettingStarted.IntegrationTests/SalesTests.cs", SalesTests);
        (await Shell.RunAsync("dotnet run", SalesTests, EmptyCache)).ShouldContain("Total: 1, Errors: 0, Failed: 0, Skipped: 0");
    }

    public void Dispose() => _folder.Dispose();

    private static void Copy(string path, string folder) =>
        File.Copy(Path.Combine(Repository.Root, path), Path.Combine(folder, Path.GetFileName(path)), overwrite: true);

    private async Task ShouldCountWhatIsSoldAsync(string[] asked)
    {
        var said = new StringBuilder();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var run = Shell.Start(
            asked[0].Replace("127.0.0.1:5000", "127.0.0.1:0", StringComparison.Ordinal), Sales, EmptyCache, line =>
            {
                said.AppendLine(line);
                if (Listening().Match(line) is { Success: true } match)
                {
                    address.TrySetResult(match.Groups["address"].Value);
                }
            });
        try
        {
            var first = await Task.WhenAny(address.Task, run.WaitForExitAsync(TestRun.Token)).WaitAsync(Shell.Limit, TestRun.Token);
            first.ShouldBeSameAs(address.Task, $"The application has ended: {said}");
            using var client = new HttpClient();
            client.BaseAddress = new Uri(await address.Task);
            (await client.PostAsync(PathOf(asked[1]), content: null, TestRun.Token)).EnsureSuccessStatusCode();
            await Eventually.HoldsAsync(
                async () => await client.GetStringAsync(PathOf(asked[2]), TestRun.Token) == """{"id":"mug","count":2}""",
                () => $"two mugs are counted; the application said\n{said}");
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The feed comes first; the stand-ins of the repository and the sources of the machine give the rest.</summary>
    private Task WriteSourcesAsync() => File.WriteAllTextAsync(
        Path.Combine(_folder.Path, "nuget.config"),
        $"""
        <configuration>
          <packageSources>
            <add key="packed" value="{packages.Feed}" />
            <add key="fallback-feed" value="{Path.Combine(Repository.Root, "eng/fallback-feed")}" />
          </packageSources>
        </configuration>
        """);

    /// <summary>The block of commands in the page that begins with a command.</summary>
    private string CommandsAfter(string beginning) => Commands().Matches(_page).Select(block => block.Groups["commands"].Value)
        .Single(commands => commands.StartsWith(beginning, StringComparison.Ordinal));

    private static string PathOf(string curl) => new Uri(curl.Split(' ')[^1]).AbsolutePath;

    [GeneratedRegex(@"^```\n(?<commands>.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"Now listening on: (?<address>\S+)")]
    private static partial Regex Listening();
}
