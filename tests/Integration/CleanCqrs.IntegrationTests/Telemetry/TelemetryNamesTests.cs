using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Telemetry;

public sealed class TelemetryNamesTests : TelemetryTest
{
    private const string Approve = "CLEANCQRS_APPROVE_TELEMETRY";

    [Fact]
    public async Task The_names_of_metrics_and_spans_are_what_was_approved()
    {
        using var recorder = new TelemetryRecorder();
        await PublishWithEveryOutcomeAsync();
        await ProjectWithEveryOutcomeAsync(recorder);
        await WatchAsync(recorder);

        var file = Path.Combine(
            Repository.Root, "tests", "Integration", "CleanCqrs.IntegrationTests", "Telemetry", "Telemetry.approved.txt");
        var received = recorder.Names();
        if (Environment.GetEnvironmentVariable(Approve) == "true")
        {
            await File.WriteAllTextAsync(file, received, Token);
        }

        received.ShouldBe(
            (await File.ReadAllTextAsync(file, Token)).ReplaceLineEndings("\n"),
            $"Dashboards and alerts depend on these names. If the change is meant, run this test with {Approve}=true, and tell "
                + "docs/operations.md.");
    }

    [Fact]
    public async Task Every_approved_name_is_described_for_operators()
    {
        var root = Repository.Root;
        var approved = await File.ReadAllLinesAsync(
            Path.Combine(root, "tests", "Integration", "CleanCqrs.IntegrationTests", "Telemetry", "Telemetry.approved.txt"), Token);
        var description = await File.ReadAllTextAsync(Path.Combine(root, "docs", "operations.md"), Token);

        foreach (
            var metric in approved.Where(line => line.StartsWith("metric ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]))
        {
            description.ShouldContain($"| `{metric}` |");
        }

        foreach (var span in approved.Where(line => line.StartsWith("span ", StringComparison.Ordinal)))
        {
            description.ShouldContain($"| `{span[5..span.LastIndexOf(' ')]}` |");
        }
    }

    private async Task PublishWithEveryOutcomeAsync()
    {
        var host = BuildRelay();
        await host.OpenAsync("a", "b", "c");
        Outgoing.Answer = envelope => envelope.StreamId switch
        {
            "a" => PublishResult.Acknowledged,
            "b" => PublishResult.Rejected("too large"),
            _ => PublishResult.Failed("no leader"),
        };
        await host.Relay.PublishBatchAsync(Token);
    }

    private async Task ProjectWithEveryOutcomeAsync(TelemetryRecorder recorder)
    {
        var host = await StartProjectionAsync(maxAttempts: 2);
        var account = Account.Open("of another system");
        account.DepositAll(1, 2);
        var events = host.EnvelopesOf(account);
        host.Probe.FailAt("of another system", 2);
        await Incoming.DeliverAsync(events);
        await Incoming.DeliverUnreadableAsync(
            new UnreadableMessage(new LogPosition("bank.accounts.opened", 0, 1), null, null, [], "no id"));
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return recorder.Outcomes("cleancqrs.projection.events").Contains("dead_lettered", StringComparison.Ordinal);
            },
            "the second attempt has failed");
        await Eventually.HoldsAsync(
            () => new[] { "behind", "healed_events", "holes" }.All(name => recorder.Names().Contains(
                $"metric cleancqrs.projection.{name} ", StringComparison.Ordinal)),
            "the projection has compared itself with history");
    }

    private async Task WatchAsync(TelemetryRecorder recorder)
    {
        await Bank.StartAsync(bank =>
        {
            bank.Time = Time;
            bank.Compose = chain => chain
                .UseInProcessTransport(BankSetup.TransportWithoutPatience)
                .AddProjection(BankSetup.Statements, projection => projection.AddProjector<StatementProjector>().Owns<Statement>())
                .AddHealth();
        });
        string[] expected =
        [
            "outbox.pending", "outbox.oldest_pending_age", "outbox.dead_letters", "outbox.blocked_streams", "projection.parked",
            "projection.retrying", "projection.dead_letters", "projection.open_collisions", "projection.ahead", "projection.behind_for",
            "rebuild.behind", "health",
        ];
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return expected.All(name => recorder.Names().Contains($"metric cleancqrs.{name} ", StringComparison.Ordinal));
            },
            "every part has been sampled");
    }
}
