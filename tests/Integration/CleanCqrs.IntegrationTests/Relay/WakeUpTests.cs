using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Relay;

public sealed class WakeUpTests : RelayTest
{
    private readonly CommandLog _queries = new();

    [Fact]
    public async Task A_commit_on_an_idle_system_is_published_at_once()
    {
        var host = await StartIdleAsync();

        await host.OpenAsync("a");

        await Eventually.HoldsAsync(
            () => Transport.Delivered.Contains("a/1"), "the event is published although the relay looks by itself once an hour only");
    }

    [Fact]
    public async Task A_transaction_of_the_caller_is_published_when_it_is_committed_and_not_before()
    {
        var host = await StartIdleAsync();
        await using var scope = host.Enter(out var context);
        await using var transaction = await context.Database.BeginTransactionAsync(Token);
        context.Add(Account.Open("a"));
        await context.SaveChangesAsync(Token);
        Transport.Batches.ShouldBeEmpty();
        var before = _queries.Count;

        await transaction.CommitAsync(Token);

        await Eventually.HoldsAsync(() => Transport.Delivered.Contains("a/1"), "the event is published after the commit");
        _queries.Count.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task A_save_that_is_accepted_after_the_commit_is_published_at_once()
    {
        var host = await StartIdleAsync();
        await using var scope = host.Enter(out var context);
        context.Add(Account.Open("a"));

        await context.Database.CreateExecutionStrategy().ExecuteInTransactionAsync(
            token => context.SaveChangesAsync(acceptAllChangesOnSuccess: false, token), _ => Task.FromResult(false), Token);
        context.ChangeTracker.AcceptAllChanges();

        await Eventually.HoldsAsync(() => Transport.Delivered.Contains("a/1"), "the event is published");
    }

    [Fact]
    public async Task An_idle_relay_asks_the_database_twice_a_second_at_most_its_leases_included()
    {
        await StartIdleAsync(pollInterval: TimeSpan.FromSeconds(1));
        var (idle, start) = (_queries.Count, Time.GetUtcNow());

        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(100));
                return _queries.Count >= idle + 40
                    && _queries.Statements.Count(sql => sql.Contains("outbox_relays", StringComparison.Ordinal)) > 6;
            },
            "the relay has looked for messages, and after its leases");

        (_queries.Count - idle).ShouldBeLessThanOrEqualTo((int)(2 * (Time.GetUtcNow() - start).TotalSeconds) + 5);
    }

    [Fact]
    public async Task A_relay_looks_again_soon_after_work_and_less_and_less_often_without()
    {
        var host = Build(relay => relay.PollInterval = TimeSpan.FromSeconds(1));
        await host.OpenAsync("a");
        var waits = new List<double>();
        for (var round = 0; round < 8; round++)
        {
            waits.Add((await host.Relay.PublishBatchAsync(Token)).Wait.TotalMilliseconds);
        }

        waits.ShouldBe([0, 50, 100, 200, 400, 800, 1_000, 1_000]);
    }

    [Fact]
    public async Task A_relay_that_rests_after_an_outage_does_not_ask_the_transport_however_much_is_committed()
    {
        var host = await StartIdleAsync();
        Transport.BeforeAnswering = _ => throw new TimeoutException("no answer");
        await host.OpenAsync("a", "b");
        await Eventually.HoldsAsync(async () => await host.Outbox.FindOutageAsync(Token) is not null, "the outage is on record");
        var batches = Transport.Batches.Count;

        await host.OpenAsync("c", "d");
        await host.OpenAsync("e");

        Transport.Batches.Count.ShouldBe(batches);
        Transport.BeforeAnswering = _ => Task.CompletedTask;
        await Eventually.HoldsAsync(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return Bank.EverythingIsPublished();
            },
            "the relay resumes when the rest is over");
    }

    /// <summary>A started host whose relay has looked once, found nothing, and waits for an hour.</summary>
    private async Task<BankHost> StartIdleAsync(TimeSpan? pollInterval = null)
    {
        var host = Build(
            relay => relay.PollInterval = pollInterval ?? TimeSpan.FromHours(1),
            setup => setup.Write = options => options.AddInterceptors(_queries));
        await host.StartAsync();
        await Eventually.HoldsAsync(() => _queries.Statements.Any(LooksForEvents), "the relay has looked once");
        return host;
    }

    private static bool LooksForEvents(string sql) =>
        sql.Contains("outbox_messages", StringComparison.Ordinal) && sql.Contains("ORDER BY", StringComparison.Ordinal);
}
