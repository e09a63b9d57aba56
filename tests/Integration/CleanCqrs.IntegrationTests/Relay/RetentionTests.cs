using CleanCqrs.Application.History;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class RetentionTests : RelayTest
{
    [Fact]
    public async Task Published_events_are_deleted_when_their_time_is_over_and_the_others_stay()
    {
        Transport.Answer = ScriptedTransport.RejectingOnly("poison/1");
        var host = Build(options => options.Retention = TimeSpan.FromDays(7));
        await host.OpenAsync(Enumerable.Range(0, 2_500).Select(number => $"account-{number}").Append("poison"));
        await PublishEverythingAsync(host);
        Time.Advance(TimeSpan.FromDays(6));
        await host.StartAsync();
        await host.OpenAsync("young");
        await Eventually.HoldsAsync(() => Transport.Delivered.Contains("young/1"), "the young event is published");
        Bank.Outbox().Count.ShouldBe(2_502);

        Time.Advance(TimeSpan.FromDays(1.5));

        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return host.Log.Any(line => line.Level == LogLevel.Information
                    && line.Message.StartsWith(
                        "Deleted 2500 messages that were published more than 7.00:00:00 ago", StringComparison.Ordinal));
            },
            "the old events are deleted");
        Bank.OutboxNames().ShouldBe(["poison/1", "young/1"]);
    }

    [Fact]
    public async Task Published_events_stay_for_ever_unless_a_retention_is_set()
    {
        var host = Build();
        await host.OpenAsync("a");
        await PublishEverythingAsync(host);
        AddKey("old");
        Time.Advance(TimeSpan.FromDays(20 * 365));

        await host.StartAsync();

        await Eventually.HoldsAsync(() => CountKeys() == 0, "the old idempotency key is deleted, and with it the first round is over");
        Bank.OutboxNames().ShouldBe(["a/1"]);
    }

    [Fact]
    public async Task Idempotency_keys_are_deleted_after_thirty_days()
    {
        AddKey("old");
        Time.Advance(TimeSpan.FromDays(29));
        AddKey("young");
        Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));

        await Build().StartAsync();

        await Eventually.HoldsAsync(() => CountKeys() == 1, "the old key is deleted");
        Bank.Read("SELECT key FROM idempotency_keys").ShouldBe("young");
    }

    [Fact]
    public async Task A_database_that_is_away_does_not_end_the_retention()
    {
        AddKey("old");
        Time.Advance(TimeSpan.FromDays(31));
        Bank.Execute("ALTER TABLE idempotency_keys RENAME TO keys_away");
        var host = Build();
        await host.StartAsync();
        await Eventually.HoldsAsync(
            () => host.Log.Any(line => line.Message.StartsWith("Nothing more could be deleted for now", StringComparison.Ordinal)),
            "the failure is reported");

        Bank.Execute("ALTER TABLE keys_away RENAME TO idempotency_keys");

        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return CountKeys() == 0;
            },
            "the old key is deleted");
    }

    [Fact]
    public async Task Retention_keeps_what_a_projection_has_not_seen_until_that_is_forgotten()
    {
        var host = Build(options => options.Retention = TimeSpan.FromDays(7));
        await host.OpenAsync("a", "b", "c");
        await PublishEverythingAsync(host);
        Time.Advance(TimeSpan.FromDays(8));
        var readers = host.Services.GetRequiredService<IHistoryReaders>();
        await readers.ReportAsync("totals", Bank.Outbox()[0].Position, Token);

        await host.StartAsync();

        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return host.Log.Any(line => line.Message.StartsWith("2 messages that were published more than 7", StringComparison.Ordinal)
                    && line.Message.Contains("are kept for projection totals", StringComparison.Ordinal));
            },
            "the log says for whom they are kept");
        Bank.OutboxNames().ShouldBe(["b/1", "c/1"]);
        await readers.ForgetAsync("totals", Token);
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMinutes(1));
                return Bank.Outbox().Count == 0;
            },
            "the rest is deleted");
    }

    [Fact]
    public async Task Retention_deletes_what_nobody_has_seen_when_it_is_told_to()
    {
        var host = Build(options => (options.Retention, options.DeleteUnseen) = (TimeSpan.FromDays(7), true));
        await host.OpenAsync("a");
        await PublishEverythingAsync(host);
        Time.Advance(TimeSpan.FromDays(8));
        await host.Services.GetRequiredService<IHistoryReaders>().ReportAsync("totals", 0, Token);

        await host.StartAsync();

        await Eventually.HoldsAsync(() => Bank.Outbox().Count == 0, "the message is deleted");
    }

    private void AddKey(string key) => Bank.Execute(
        $"INSERT INTO idempotency_keys (scope, key, fingerprint, response, created_at) VALUES ('member', '{key}', '', '', "
            + $"{Time.GetUtcNow().UtcTicks})");

    private long CountKeys() => (long)Bank.Read("SELECT count(*) FROM idempotency_keys")!;
}
