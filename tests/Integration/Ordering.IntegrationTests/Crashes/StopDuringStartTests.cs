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
    public async Task While_it_makes_its_databases_and_the_next_start_goes_on_from_there()
    {
        await using var host = OrderingHost.Prepare();
        host.Launch();
        await Eventually.HoldsAsync(
            () => File.Exists(Path.Combine(host.Data.FullName, "ordering-write.db")), "the start has come to the write database");

        (await host.TerminateAsync(Token)).ShouldBe(0, host.Log.ToString());

        await host.StartAsync();
    }
}
