using CleanCqrs.Application;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Clocks;

/// <summary>Processes whose clocks are wrong, on real databases with the databases' own clocks.</summary>
public sealed class WrongClockTests : BankTest
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly TimeSpan _month = TimeSpan.FromDays(31);

    private readonly ScriptedTransport _transport = new();

    [Fact]
    public async Task An_outage_met_by_a_relay_a_day_ahead_ends_soon_after_the_transport_is_back()
    {
        var clock = new WrongClock(_day);
        _transport.Answer = ScriptedTransport.FailingOnly("a/1", "b/1");
        var host = await StartRelayAsync(clock);
        await host.OpenAsync("a", "b");
        await Eventually.HoldsAsync(async () => await host.Outbox.FindOutageAsync(Token) is not null, "the outage is on record");

        clock.Ahead = TimeSpan.Zero;
        _transport.Answer = ScriptedTransport.FailingOnly();

        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "everything is published though the clock was set back");
    }

    [Fact]
    public async Task A_stream_that_failed_in_a_relay_a_day_ahead_is_published_soon_by_one_whose_clock_is_right()
    {
        _transport.Answer = ScriptedTransport.FailingOnly("a/1");
        var ahead = await StartRelayAsync(new WrongClock(_day));
        await ahead.OpenAsync("a");
        await Eventually.HoldsAsync(() => Bank.Outbox()[0].Attempts > 0, "it has failed");
        await ahead.StopAsync();

        _transport.Answer = ScriptedTransport.FailingOnly();
        await StartRelayAsync(TimeProvider.System);

        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "it is published");
    }

    [Fact]
    public async Task An_event_that_failed_in_a_projection_a_day_ahead_is_applied_soon_after_the_clock_is_set_back()
    {
        var clock = new WrongClock(_day);
        var host = await Bank.StartAsync(bank =>
        {
            bank.Time = clock;
            bank.Services = services => services.ConfigureAll<ProjectionOptions>(projection => SoonAgain(projection.Retry));
        });
        host.Probe.FailAt("a", 1);
        await host.OpenAsync("a");
        await Eventually.HoldsAsync(
            async () => (await host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token)).Retrying == 1, "it has failed");

        clock.Ahead = TimeSpan.Zero;
        host.Probe.Heal();

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened", "it is applied");
    }

    [Fact]
    public async Task A_time_on_record_from_a_version_that_trusted_its_clock_is_not_waited_for()
    {
        var host = await StartRelayAsync(TimeProvider.System);
        var inAMonth = DateTimeOffset.UtcNow.Add(_month).UtcTicks;
        Bank.Execute(
            $"INSERT INTO outbox_outage (id, attempts, retry_at, error) VALUES (1, 3, {inAMonth}, 'away'); "
            + $"INSERT INTO outbox_blocked_streams (stream_id, retry_at, error) VALUES ('a', {inAMonth}, 'away')");

        await host.OpenAsync("a", "b");

        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "everything is published");
    }

    [Fact]
    public async Task Relays_whose_clocks_are_a_month_apart_share_the_ranges_and_delete_nothing_that_is_kept()
    {
        List<BankHost> hosts = [];
        foreach (var clock in new[] { _month, TimeSpan.Zero, -_month })
        {
            hosts.Add(await StartRelayAsync(new WrongClock(clock)));
        }

        AddKeyOf(DateTimeOffset.UtcNow.AddDays(-31));
        AddKeyOf(DateTimeOffset.UtcNow);
        foreach (var host in hosts)
        {
            await host.OpenAsync(Enumerable.Range(0, 20).Select(number => $"{hosts.IndexOf(host)}-{number}"));
        }

        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "everything is published");
        await StartRelayAsync(new WrongClock(_month));
        await Eventually.HoldsAsync(() => CountKeys() == 1, "the key whose time is over is deleted");

        Bank.Outbox().Count.ShouldBe(60, "nothing published is old enough");
        CountKeys().ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_said_once_and_once_more_when_it_is_right_again()
    {
        var clock = new WrongClock(_day);
        var host = await StartRelayAsync(clock);
        await host.OpenAsync("a");
        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "several rounds have asked for the time");
        var skews = host.Services.GetRequiredService<IClockSkews>();
        skews.List().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            skew => skew.Database.ShouldBe("BankContext"),
            skew => skew.Ahead.ShouldBeInRange(_day - TimeSpan.FromMinutes(1), _day + TimeSpan.FromMinutes(1)));

        clock.Ahead = TimeSpan.Zero;
        await Eventually.HoldsAsync(() => skews.List().Count == 0, "the clock is right again");
        await host.OpenAsync("b");
        await Eventually.HoldsAsync(Bank.EverythingIsPublished, "further rounds have asked");

        var lines = host.Log.Where(line => line.Message.StartsWith("The clock of this process", StringComparison.Ordinal)).ToList();
        lines.Select(line => line.Level).ShouldBe([LogLevel.Warning, LogLevel.Information]);
        lines[0].Message.ShouldContain(" ahead of that of the database of BankContext. ");
    }

    private static void SoonAgain(RetrySchedule retry) =>
        (retry.FirstDelay, retry.MaxDelay) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));

    private Task<BankHost> StartRelayAsync(TimeProvider clock) => Bank.StartAsync(bank =>
    {
        bank.Time = clock;
        bank.Services = services => services.AddSingleton<IEventTransport>(_transport);
        bank.Compose = chain => chain.AddRelay(relay =>
        {
            SoonAgain(relay.Retry);
            relay.PollInterval = TimeSpan.FromMilliseconds(100);
            relay.Lease = TimeSpan.FromSeconds(3);
            relay.Retention = TimeSpan.FromDays(7);
        });
    });

    private void AddKeyOf(DateTimeOffset time) => Bank.Execute(
        "INSERT INTO idempotency_keys (scope, key, fingerprint, response, created_at) "
        + $"VALUES ('member', '{time.UtcTicks}', '', '', {time.UtcTicks})");

    private long CountKeys() => (long)Bank.Read("SELECT count(*) FROM idempotency_keys")!;
}
