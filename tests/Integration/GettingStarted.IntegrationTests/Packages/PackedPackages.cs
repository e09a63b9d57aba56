using Xunit;

namespace GettingStarted.IntegrationTests.Packages;

/// <summary>The packages as they would be published, packed once from what was built with the tests.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Feed => Path.Combine(_folder.Path, "feed");

    public IReadOnlyList<Package> All { get; private set; } = [];

    public Package Of(string id) => All.Single(package => package.Id == id);

    public async ValueTask InitializeAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await Shell.RunAsync(
            $"dotnet pack CleanCqrs.sln --no-build --configuration {configuration} --output {Feed} --nologo --verbosity quiet",
            Repository.Root);
        All = [.. Directory.EnumerateFiles(Feed, "*.nupkg").Order(StringComparer.Ordinal).Select(Package.Read)];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
