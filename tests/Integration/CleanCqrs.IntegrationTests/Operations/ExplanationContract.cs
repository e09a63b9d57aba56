using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using CleanCqrs.IntegrationTests.Rebuilds;
using Microsoft.Extensions.DependencyInjection;

namespace CleanCqrs.IntegrationTests.Operations;

/// <summary>Where a stream, an event or what a command has raised is on its way, told by both databases.</summary>
public abstract class ExplanationContract : RebuildTest
{
    private protected ExplanationContract(IRebuiltBank bank)
        : base(bank)
    {
    }

    [Fact]
    public async Task A_stream_that_has_arrived_is_explained_by_its_identity_and_by_that_of_an_event()
    {
        var host = await StartAsync(Former, Watched);
        await FillAsync(host, 3);
        await IsPublishedAsync(host);

        var stream = (await ExplainAsync(host, "a1")).Streams.Single();

        Findings(stream).ShouldBe(["outbox Done", "statements Done"]);
        stream.Version.ShouldBeNull();
        stream.Written.ShouldSatisfyAllConditions(
            written => written.Events.Select(written => written.Envelope.StreamVersion).ShouldBe([1, 2, 3, 4]),
            written => written.Events.ShouldAllBe(written => written.State == OutboxEventState.Published && written.PublishedAt != null),
            written => written.Relay.ShouldNotBeNull(),
            written => (written.LastVersion, written.Unpublished, written.Pause, written.Outage, written.EndedAt)
                .ShouldBe((4, 0, null, null, null)));
        stream.Projections.Single().Position!.Version.ShouldBe(4);

        var asked = stream.Written.Events[2];
        var found = (await ExplainAsync(host, asked.Envelope.EventId.ToString("N"))).Streams.Single();
        (found.StreamId, found.Version, found.Written.Events[0].Position).ShouldBe(("a1", 3, asked.Position));
    }

    [Fact]
    public async Task What_a_command_with_an_idempotency_key_has_raised_is_explained_by_the_key()
    {
        var host = await StartAsync(Former, Watched);
        await using (var scope = host.Enter(out var context))
        {
            scope.ServiceProvider.GetRequiredService<IIdempotencyStore>()
                .Add(new IdempotencyRecord("ada", "my key", "OpenAccounts:0123", "{}"));
            context.AddRange(Accounts.Account.Open("k1"), Accounts.Account.Open("k2"));
            await context.SaveChangesAsync(Token);
        }

        var explanation = await ExplainAsync(host, "my key");

        var command = explanation.Commands.Single();
        (command.Command, command.Scope, command.Key).ShouldBe(("OpenAccounts", "ada", "my key"));
        command.Events.OrderBy(place => place.StreamId, StringComparer.Ordinal)
            .ShouldBe([new StreamPlace("k1", 1), new StreamPlace("k2", 1)]);
        explanation.Streams.Select(stream => stream.StreamId).Order().ShouldBe(["k1", "k2"]);
    }

    [Fact]
    public async Task A_poison_event_is_explained_with_its_error_and_what_waits_behind_it()
    {
        var host = await StartAsync(Former, bank =>
        {
            Watched(bank);
            bank.Services += services => services.PostConfigureAll<ProjectionOptions>(options => options.MaxAttempts = 1);
        });
        host.Probe.FailAt("a", 2);
        await host.OpenAsync("a");
        await host.ChangeAsync("a", account => account.DepositAll(1, 2));
        await Eventually.HoldsAsync(
            async () => (await host.ProjectionOperations.GetStatusAsync(Statements, Token)) is { DeadLetters: 1, Parked: 1 },
            "one is dead, one parked");
        await IsPublishedAsync(host);

        var stream = (await ExplainAsync(host, "a")).Streams.Single();

        Findings(stream).ShouldBe(["outbox Done", "statements NeedsPerson"]);
        stream.Findings[1].What.ShouldContain("is a dead letter: applying it has failed 1 time (");
        stream.Findings[1].What.ShouldEndWith("The projector can't.). 1 event behind it is parked.");
        stream.Projections.Single().Held.Select(held => (held.Envelope.StreamVersion, held.Reason))
            .ShouldBe([(2, HoldReason.DeadLetter), (3, HoldReason.Parked)]);
    }

    [Fact]
    public async Task What_no_relay_publishes_is_explained_so()
    {
        var host = await StartAsync(Former, bank =>
        {
            Watched(bank);
            bank.Compose = chain => chain.UseInProcessTransport();
        });
        await host.OpenAsync("a");

        var stream = (await ExplainAsync(host, "a")).Streams.Single();

        stream.Findings[0].ShouldSatisfyAllConditions(
            finding => finding.Kind.ShouldBe(FindingKind.NeedsPerson),
            finding => finding.What.ShouldEndWith($"waits, and no relay holds bucket range {Bucket.RangeOf("a")}."));
        (stream.Written.Unpublished, stream.Written.Next!.Envelope.StreamVersion).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Nobody_knows_what_is_not_there()
    {
        var host = await StartAsync(Former, Watched);
        await FillAsync(host, 1);

        (await ExplainAsync(host, "a00")).IsKnown.ShouldBeFalse();
        (await ExplainAsync(host, Guid.NewGuid().ToString())).IsKnown.ShouldBeFalse();
    }

    /// <summary>In process, an event is applied before the relay knows that it was taken.</summary>
    private static Task IsPublishedAsync(BankHost host) => Eventually.HoldsAsync(
        async () => (await host.OutboxOperations.GetStatusAsync(Token)).Pending == 0, "all is published");

    private static void Watched(BankSetup bank) => bank.Services += services =>
        services.Configure<OperationsOptions>(options => options.Projections.Add(Statements));

    private static Task<Explanation> ExplainAsync(BankHost host, string id) =>
        host.Services.GetRequiredService<IExplanations>().ExplainAsync(id, Token);

    private static IEnumerable<string> Findings(ExplainedStream stream) =>
        stream.Findings.Select(finding => $"{finding.Part} {finding.Kind}");
}
