using CleanCqrs.Application.Queries;
using CleanCqrs.Infrastructure;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class ReadModelWaiterTests : ProjectionTest
{
    private static readonly TimeSpan _long = TimeSpan.FromHours(1);
    private readonly CommandLog _queries = new();

    [Fact]
    public async Task A_version_that_is_reached_is_not_waited_for()
    {
        var host = await StartCountingAsync();
        await host.DeliverAsync(History(host, "a", 2));
        var before = Looks();

        (await WaitAsync(host, 2, _long)).ShouldBeTrue();
        (await WaitAsync(host, 1, TimeSpan.Zero)).ShouldBeTrue();

        Looks().ShouldBe(before + 2, "one look each");
    }

    [Fact]
    public async Task A_wait_ends_when_the_version_is_applied_and_asks_the_database_once()
    {
        var host = await StartCountingAsync();
        var events = History(host, "a", 3);
        var before = Looks();
        var waiting = WaitAsync(host, 3, _long);
        await Eventually.HoldsAsync(() => Looks() == before + 1, "the wait has looked once");

        await host.DeliverAsync(events[0], events[1]);
        waiting.IsCompleted.ShouldBeFalse("version 3 is still to come");
        var asked = Looks();
        await host.DeliverAsync(events[2]);

        (await waiting.WaitAsync(Token)).ShouldBeTrue();
        Looks().ShouldBe(asked, "it did not poll");
    }

    [Fact]
    public async Task Hundreds_of_waits_for_one_stream_end_each_at_its_version()
    {
        var host = await StartCountingAsync();
        var events = History(host, "a", 5);
        var waits = Enumerable.Range(0, 300).Select(number => WaitAsync(host, (number % 5) + 1, _long)).ToList();

        await host.DeliverAsync(events);

        (await Task.WhenAll(waits).WaitAsync(Token)).ShouldAllBe(reached => reached);
    }

    [Fact]
    public async Task A_wait_that_takes_too_long_says_so()
    {
        var host = await StartCountingAsync();
        var before = Looks();
        var waiting = WaitAsync(host, 1, TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => Looks() == before + 1, "the wait has looked once");

        await AfterAWhileAsync(() => Task.FromResult(waiting.IsCompleted), "the wait gives up");

        (await waiting).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wait_of_no_time_looks_once()
    {
        var host = await StartCountingAsync();

        (await WaitAsync(host, 1, TimeSpan.Zero)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        var host = await StartCountingAsync();
        using var giveUp = new CancellationTokenSource();
        var waiting = host.Services.GetRequiredService<IReadModelWaiter>()
            .WaitAsync(BankSetup.Statements, new ConsistencyToken("a", 1), _long, giveUp.Token);

        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Where_the_projection_runs_elsewhere_the_wait_asks_the_database()
    {
        var projecting = await StartAsync();
        var asking = await StartAsync(setup: bank => bank.Compose = chain => chain.UseInProcessTransport());
        var waiting = WaitAsync(asking, 1, _long);

        await projecting.DeliverAsync(History(projecting, "a", 1));

        await AfterAWhileAsync(() => Task.FromResult(waiting.IsCompleted), "the wait has seen it");
        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_another_process_on_the_same_database_has_applied_the_event_the_wait_looks_again()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        var waiting = WaitAsync(one, 1, _long);

        await other.DeliverAsync(History(other, "a", 1));

        await AfterAWhileAsync(() => Task.FromResult(waiting.IsCompleted), "the wait has seen it");
        (await waiting).ShouldBeTrue();
    }

    [Fact]
    public async Task Hundreds_of_waits_for_as_many_streams_look_again_together()
    {
        const int Streams = 600;
        var (host, other) = (await StartCountingAsync(), await StartAsync());
        var before = Looks();
        var waits = Enumerable.Range(0, Streams).Select(number => WaitAsync(host, 1, _long, $"account-{number}")).ToList();
        await Eventually.HoldsAsync(() => Looks() == before + Streams, "each wait has looked once");

        await other.DeliverAsync([.. Enumerable.Range(0, Streams).SelectMany(number => History(other, $"account-{number}", 1))]);

        await AfterAWhileAsync(() => Task.FromResult(waits.All(wait => wait.IsCompleted)), "the waits have seen it");
        (await Task.WhenAll(waits)).ShouldAllBe(reached => reached);
        Looks().ShouldBe(before + Streams, "none has looked alone again");
    }

    [Fact]
    public async Task A_wait_ends_also_when_the_event_was_applied_by_a_retry()
    {
        var host = await StartCountingAsync();
        host.Probe.FailAt("a", 1);
        await host.DeliverAsync(History(host, "a", 1));
        var waiting = WaitAsync(host, 1, _long);
        host.Probe.Heal();

        await AfterAWhileAsync(() => Task.FromResult(waiting.IsCompleted), "the retry has ended the wait");

        (await waiting).ShouldBeTrue();
    }

    private int Looks() => _queries.Statements.Count(IsLook);

    private static bool IsLook(string sql) =>
        sql.Contains("LIMIT 2", StringComparison.Ordinal) && sql.Contains("projection_streams", StringComparison.Ordinal);

    private static Task<bool> WaitAsync(BankHost host, long version, TimeSpan timeout, string streamId = "a") =>
        host.Services.GetRequiredService<IReadModelWaiter>()
        .WaitAsync(BankSetup.Statements, new ConsistencyToken(streamId, version), timeout, Token);

    /// <summary>A started host whose retry service has looked once and sleeps, so that only the test causes queries.</summary>
    private async Task<BankHost> StartCountingAsync()
    {
        var host = await StartAsync(
            options => options.PollInterval = TimeSpan.FromDays(1), bank => bank.Read = options => options.AddInterceptors(_queries));
        await Eventually.HoldsAsync(() => _queries.Count >= 3, "the retry service has looked for due, later and stranded events");
        return host;
    }
}
