using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;

namespace CleanCqrs.IntegrationTests.Projections;

public sealed class ParkedTests : ProjectionTest
{
    [Fact]
    public async Task An_event_that_is_parked_while_its_predecessor_is_being_retried_does_not_stay_parked()
    {
        var queries = new CommandLog();
        var host = await StartAsync(setup: bank => bank.Read = options => options.AddInterceptors(queries));
        var events = History(host, "a", 2);
        host.Probe.FailAt("a", 1);
        await host.DeliverAsync(events[0]);
        var (retrying, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Probe.BeforeApplying = async envelope =>
        {
            if (envelope.StreamVersion == 1)
            {
                retrying.TrySetResult();
                await mayGoOn.Task;
            }
        };
        await AfterAWhileAsync(() => Task.FromResult(retrying.Task.IsCompleted), "the first event is being retried");

        var planned = Planned();
        var parking = Task.Run(() => host.DeliverAsync(events[1]), Token);
        await Eventually.HoldsAsync(() => Planned() > planned, "the second event has seen that the first is not applied");
        mayGoOn.SetResult();
        (await parking).Single().Outcome.ShouldBe(PublishOutcome.Acknowledged);

        await AfterAWhileAsync(async () => await host.FindTrailAsync("a") == TrailOf(2), "both events are applied");
        (await StatusAsync(host)).Parked.ShouldBe(0);

        // The last question of a batch before it decides: which of its events, and of those around them, are held. Nothing else asks it,
        // whereas followers, healers and the health look into the same database whenever they like.
        int Planned() => queries.Statements.Count(statement => statement.Contains("AS place CROSS JOIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_parked_event_whose_predecessor_is_applied_already_is_found_and_applied()
    {
        var host = await StartAsync();
        var events = History(host, "a", 3);
        await host.DeliverAsync(events[0]);
        await ParkAsync(host, events[1], events[2]);

        await AfterAWhileAsync(async () => await host.FindTrailAsync("a") == TrailOf(3), "nothing stays parked for ever");

        (await StatusAsync(host)).Parked.ShouldBe(0);
    }

    private Task ParkAsync(BankHost host, params EventEnvelope[] events) => host.Projections.RunAsync(
        BankSetup.Statements,
        turn: null,
        (session, token) =>
        {
            foreach (var envelope in events)
            {
                session.Hold(new HeldEvent(envelope, HoldReason.Parked, Time.GetUtcNow(), Attempts: 0, RetryAt: null, Error: null));
            }

            return session.CommitAsync(token);
        },
        Token);
}
