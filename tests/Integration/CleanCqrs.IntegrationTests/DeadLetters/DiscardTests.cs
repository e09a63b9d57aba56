using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.History;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.DeadLetters;

/// <summary>What is given up on one side must hold up nobody on the other.</summary>
public sealed class DiscardTests : HistoryTest
{
    [Fact]
    public async Task Behind_a_refused_event_that_was_discarded_the_rest_of_its_stream_reaches_the_read_model()
    {
        var host = await StartWithRefusedAsync(version: 2, events: 4);

        (await DiscardAsync(host, DeadLetterId.Refused("a", 2))).IsDone.ShouldBeTrue();

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened +2 +3", "what comes behind is applied");
        (await host.FindVersionAsync("a")).ShouldBe(4);
        var hole = (await HolesOf(host).ListAsync(BankSetup.Statements, HoleState.Accepted, 10, Token)).Single();
        (hole.StreamId, hole.FromVersion, hole.ToVersion, hole.AcceptedBy, hole.Reason).ShouldBe(
            ("a", 2, 2, "Ann", "Discarded before it was published: It is too large."));
        await Eventually.HoldsAsync(
            async () => await StatusAsync(host) is { Parked: 0, Awaited: 0, Holes: 0, DeadLetters: 0 },
            "nothing is held any more");
    }

    [Fact]
    public async Task A_refused_event_that_was_discarded_counts_as_seen_also_when_nothing_follows_it()
    {
        var host = await StartWithRefusedAsync(version: 2, events: 2);

        (await DiscardAsync(host, DeadLetterId.Refused("a", 2))).IsDone.ShouldBeTrue();

        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a") == 2, "the read model has come as far as the write model");
        await host.ChangeAsync("a", account => account.Deposit(7));
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened +7", "the stream goes on");
    }

    [Fact]
    public async Task A_projection_that_begins_later_passes_over_what_was_discarded_before()
    {
        var host = await StartWithRefusedAsync(version: 2, events: 4);
        (await DiscardAsync(host, DeadLetterId.Refused("a", 2))).IsDone.ShouldBeTrue();
        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened +2 +3", "what comes behind is applied");
        await host.StopAsync();
        EmptyReadModel();

        var second = await StartAsync();

        await Eventually.HoldsAsync(async () => await second.FindTrailAsync("a") == "opened +2 +3", "the read model is whole again");
        (await second.FindVersionAsync("a")).ShouldBe(4);
    }

    [Fact]
    public async Task Behind_a_failed_event_that_was_discarded_what_is_parked_follows_in_order()
    {
        var host = await StartAsync(
            bank => bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = 1));
        host.Probe.FailAt("a", 3);
        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2, 3, 4));
        await Eventually.HoldsAsync(
            async () => await StatusAsync(host) is { DeadLetters: 1, Parked: 2 },
            "the stream waits behind its dead letter");

        (await DiscardAsync(host, DeadLetterId.Failed(BankSetup.Statements, "a", 3))).IsDone.ShouldBeTrue();

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == "opened +1 +3 +4", "what comes behind is applied");
        (await StatusAsync(host)).ShouldSatisfyAllConditions(
            status => status.DeadLetters.ShouldBe(0), status => status.Parked.ShouldBe(0), status => status.Holes.ShouldBe(0));
    }

    private static Task<DeadLetterOutcome> DiscardAsync(BankHost host, DeadLetterId id) =>
        host.Services.GetRequiredService<IDeadLetters>().DiscardAsync(id, "Ann", "It is too large.", Token);

    private static Task<ProjectionStatus> StatusAsync(BankHost host) =>
        host.ProjectionOperations.GetStatusAsync(BankSetup.Statements, Token);

    private static IProjectionHoles HolesOf(BankHost host) => host.Services.GetRequiredService<IProjectionHoles>();

    /// <summary>A stream of which the transport has refused one event, in a host that has just been started.</summary>
    private async Task<BankHost> StartWithRefusedAsync(int version, int events)
    {
        var writer = Bank.Build();
        await writer.OpenAsync("a");
        await writer.ChangeAsync("a", account => account.DepositAll(Enumerable.Range(1, events - 1).Select(amount => (long)amount)));
        ExecuteWrite(
            $"""
            UPDATE outbox_messages SET status = 2, attempts = 1, error = 'too large' WHERE stream_id = 'a' AND stream_version = {version};
            INSERT INTO outbox_blocked_streams (stream_id, error) VALUES ('a', 'too large');
            UPDATE outbox_messages SET status = 1, published_at = 1 WHERE stream_id = 'a' AND stream_version < {version}
            """);
        var host = await StartAsync();
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a") == version - 1, "what comes before is applied");
        return host;
    }
}
