namespace Ordering.IntegrationTests.Web.Hosting;

public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ordering-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
