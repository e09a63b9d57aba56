using Ordering.HostProcess;

namespace Ordering.IntegrationTests.Crashes;

/// <summary>The real process, told to stop while its start takes long.</summary>
[Collection(Processes.Name)]
public sealed class StopDuringStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_another_process_migrates_the_database()
    {
        await using var host = OrderingHost.Prepare();
        await using var migrating = new FileStream(
            Path.Combine(host.Data.FullName, "ordering-write.db.migrating"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        host.Launch();
        await Eventually.HoldsAsync(
            () => host.Log.ToString().Contains("The write database waits for another process", StringComparison.Ordinal),
            "the start waits for the migration");

        (await host.TerminateAsync(Token)).ShouldBe(0, host.Log.ToString());

        host.Log.ToString().ShouldContain("The host was told to stop before it had started");
        host.Log.ToString().ShouldNotContain("Unhandled exception");
    }

    [Fact]
    public async Task While_the_broker_is_away()
    {
        await using var host = OrderingHost.Prepare(
            "--Transport", "Kafka", "--Kafka:BootstrapServers", $"127.0.0.1:{FreePort.Find()}", "--Kafka:Topics:Create", "true");
        host.Launch();
        await Eventually.HoldsAsync(
            () => File.Exists(Path.Combine(host.Data.FullName, "ordering-read.db")), "the databases are made, and the start goes on");

        (await host.TerminateAsync(Token)).ShouldBe(0, host.Log.ToString());

        host.Log.ToString().ShouldNotContain("Unhandled exception");
    }

    [Fact]
    public async Task Again_and_again_at_any_moment_it_ends_in_order()
    {
        await using var host = OrderingHost.Prepare();
        foreach (var sign in new[] { "ordering-write.db", "ordering-write.db-wal", "ordering-read.db", "ordering-read.db-wal" })
        {
            host.Launch();
            await Eventually.HoldsAsync(
                () => File.Exists(Path.Combine(host.Data.FullName, sign)), $"the start has come to {sign}");

            (await host.TerminateAsync(Token)).ShouldBe(0, host.Log.ToString());
        }

        await host.StartAsync();
    }
}
