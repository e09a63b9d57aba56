using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Accounts;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>
/// An event at the version that was applied last, and not the one that was applied there: one of two databases was restored from a backup,
/// or somebody else writes. It is no duplicate.
/// </summary>
public sealed class CollisionTests : ProjectionTest
{
    [Fact]
    public async Task Another_event_at_the_version_applied_last_holds_the_stream_and_says_so_once()
    {
        var host = await StartAsync();
        var (a, b) = (History(host, "a", 4), History(host, "b", 2));
        await host.DeliverAsync(a[0], a[1], b[0]);
        var other = Another(a[1]);

        await host.DeliverAsync(other, a[2], b[1]);
        await host.DeliverAsync(a[3]);
        await host.DeliverAsync(other, a[1], Another(a[1]));

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        (await host.FindTrailAsync("b")).ShouldBe(TrailOf(2));
        (await StatusAsync(host)).Collisions.ShouldBe(1);
        (await HeldNamesAsync(host, HoldReason.Parked)).ShouldBe(["a/3", "a/4"]);
        var held = (await HeldAsync(host, HoldReason.Collision)).Single();
        (held.Envelope with { Payload = other.Payload }).ShouldBe(other);
        held.Error.ShouldBe($"Event {a[1].EventId} holds version 2 of stream 'a'; this is another event, {other.EventId}.");
        host.Log.Where(line => line.Level == LogLevel.Error).Select(line => line.Message).ShouldBe(
        [
            $"Two events claim version 2 of stream a: {a[1].EventId} came first, and bank.accounts.deposited.v1 {other.EventId} is another "
            + "one. Projection statements holds the stream until somebody decides; was the write database restored from a backup?",
        ]);
    }

    [Fact]
    public async Task A_collision_in_a_batch_that_fails_is_found_when_its_events_are_tried_one_by_one()
    {
        var host = await StartAsync();
        var (a, b) = (History(host, "a", 3), History(host, "b", 1));
        host.Probe.FailAt("b", 1);

        await host.DeliverAsync(a[0], a[1], Another(a[1]), a[2], b[0]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        (await StatusAsync(host)).Collisions.ShouldBe(1);
        (await HeldNamesAsync(host, HoldReason.Retrying)).ShouldBe(["b/1"]);
    }

    [Fact]
    public async Task When_a_person_accepts_it_the_stream_goes_on_from_this_version()
    {
        var host = await StartAsync();
        var a = History(host, "a", 4);
        await host.DeliverAsync(a[0], a[1]);
        var other = Another(a[1]);
        await host.DeliverAsync(other, a[2], a[3]);

        (await host.ProjectionOperations.AcceptCollisionAsync(BankSetup.Statements, "a", Token)).ShouldBeTrue();
        host.Services.GetRequiredService<CommitSignal>().Notify(new RedriveCommit(BankSetup.Statements));

        await AfterAWhileAsync(async () => await host.FindTrailAsync("a") == TrailOf(4), "what was parked is applied");
        await host.DeliverAsync(other);
        (await StatusAsync(host)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Streams: 1, Parked: 0, Retrying: 0, DeadLetters: 0, Unreadable: 0));
    }

    [Fact]
    public async Task Another_event_at_a_place_that_is_parked_marks_that_place()
    {
        var host = await StartAsync();
        var a = History(host, "a", 3);
        await host.DeliverAsync(a[2]);

        await host.DeliverAsync(Another(a[2]));
        await host.DeliverAsync(a[0], a[1]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        (await HeldNamesAsync(host, HoldReason.Collision)).ShouldBe(["a/3"]);
        (await host.ProjectionOperations.AcceptCollisionAsync(BankSetup.Statements, "a", Token)).ShouldBeTrue();
        await AfterAWhileAsync(async () => await host.FindTrailAsync("a") == TrailOf(3), "the first one is applied");
    }

    [Fact]
    public async Task Where_it_is_not_known_which_event_was_applied_another_one_is_a_duplicate()
    {
        var host = await StartAsync();
        var a = History(host, "a", 3);
        await host.DeliverAsync(a[0], a[1]);
        await host.DeliverAsync(Another(a[0]));
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<StatementContext>().Database.ExecuteSqlAsync(
                $"UPDATE projection_streams SET event_id = NULL", Token);
        }

        await host.DeliverAsync(Another(a[1]));

        (await StatusAsync(host)).Collisions.ShouldBe(0);
        await host.DeliverAsync(a[2]);
        await host.DeliverAsync(Another(a[2]));
        (await StatusAsync(host)).Collisions.ShouldBe(1, "the next event that is applied is known");
    }

    private static EventEnvelope Another(EventEnvelope envelope) => envelope with { EventId = Guid.CreateVersion7() };
}
