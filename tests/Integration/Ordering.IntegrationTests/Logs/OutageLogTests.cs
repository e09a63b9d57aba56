using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using OrderingHost = Ordering.HostProcess.OrderingHost;

namespace Ordering.IntegrationTests.Logs;

/// <summary>What the real host writes, at its default levels, while its read database is away and much is tried again and again.</summary>
public sealed class OutageLogTests : IDisposable
{
    private const int Orders = 200;

    /// <summary>What a host that is used and stopped says, and beginning and end of the outage for each part that suffers.</summary>
    private const int Entries = 60;

    /// <summary>On a machine that is slow, the outage takes some minutes.</summary>
    private const int EntriesPerMinute = 20;

    /// <summary>Some entries have the trace of the first error.</summary>
    private const int LinesPerEntry = 8;

    private static readonly string[] _levels = ["info: ", "warn: ", "fail: ", "crit: "];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = TestRun.Deadline)]
    public async Task An_outage_of_the_read_database_leaves_the_log_readable()
    {
        var blocked = Path.Combine(_folder.Path, "not-a-folder");
        await File.WriteAllTextAsync(blocked, string.Empty, TestRun.Token);
        await using var host = await OrderingHost.StartNewAsync(
            $"--ConnectionStrings:Read=Data Source={Path.Combine(blocked, "db")}",
            "--Outbox:Retry:FirstDelay=00:00:00.05",
            "--Outbox:Retry:MaxDelay=00:00:00.05",
            "--Projections:Retry:FirstDelay=00:00:00.05",
            "--Projections:Retry:MaxDelay=00:00:00.05");
        var started = Stopwatch.GetTimestamp();
        using var member = await Member.SignInAsync(host);

        for (var order = 0; order < Orders; order++)
        {
            using var placed = await member.PostAsJsonAsync("/api/orders", new { productId = "85123A", quantity = 1 }, TestRun.Token);
            placed.StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        var during = host.Log.ToString();
        File.Delete(blocked);
        await Eventually.HoldsAsync(
            async () => host.Log.ToString().Contains("again, after", StringComparison.Ordinal)
                && (await member.GetAsync("/api/orders", TestRun.Token)).StatusCode == HttpStatusCode.OK,
            "the read database is used");
        await host.TerminateAsync(TestRun.Token);

        during.ShouldNotContain("fail: Microsoft.EntityFrameworkCore");
        var entries = host.Log.ToString().Split(Environment.NewLine)
            .Count(line => _levels.Any(level => line.StartsWith(level, StringComparison.Ordinal)));
        var most = Entries + (EntriesPerMinute * (int)Stopwatch.GetElapsedTime(started).TotalMinutes);
        entries.ShouldBeLessThanOrEqualTo(most, host.Log.ToString());
        host.Log.Lines.ShouldBeLessThanOrEqualTo(most * LinesPerEntry, host.Log.ToString());
    }
}
