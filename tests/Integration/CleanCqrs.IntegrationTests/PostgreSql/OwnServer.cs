using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CleanCqrs.IntegrationTests.PostgreSql;

/// <summary>A PostgreSQL server that belongs to one test, so that it can be stopped and started.</summary>
internal sealed partial class OwnServer : IAsyncDisposable
{
    private readonly string _folder;

    private OwnServer(string connectionString, string folder) => (ConnectionString, _folder) = (connectionString, folder);

    public string ConnectionString { get; }

    public static async Task<OwnServer> StartAsync()
    {
        PostgreSqlServer.Require();
        var exports = await RunAsync("start");
        var values = Export().Matches(exports).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return new OwnServer(values["CLEANCQRS_TEST_POSTGRESQL"], values["CLEANCQRS_TEST_POSTGRESQL_FOLDER"]);
    }

    public Task CrashAsync() => RunAsync("crash", _folder);

    public Task ResumeAsync() => RunAsync("resume", _folder);

    public async ValueTask DisposeAsync() => await RunAsync("stop", _folder);

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var path = Path.Combine(Repository.Root, "eng", "postgresql.sh");
        using var script = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true })!;
        var output = await script.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await script.WaitForExitAsync(CancellationToken.None);
        script.ExitCode.ShouldBe(0, $"eng/postgresql.sh {string.Join(' ', arguments)}");
        return output;
    }

    [GeneratedRegex("^export (\\w+)='(.*)'$", RegexOptions.Multiline)]
    private static partial Regex Export();
}
