using System.Data.Common;
using System.Text;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>Two different events claim one version of a stream: the second one has no place there, and is not lost either.</summary>
public sealed class ContestedVersionTests : ProjectionTest
{
    private static readonly Guid _forgedId = new("0198c5a4-0000-7000-8000-00000000f00d");

    [Theory]
    [InlineData(HoldReason.Parked)]
    [InlineData(HoldReason.Retrying)]
    [InlineData(HoldReason.DeadLetter)]
    public async Task An_event_whose_place_is_held_by_another_event_is_kept_for_a_person(HoldReason reason)
    {
        var host = await StartAsync(options => options.MaxAttempts = reason == HoldReason.DeadLetter ? 1 : 8);
        var events = Numbered(History(host, "a", 3));
        await HoldSecondAsync(host, events, reason);

        await host.DeliverAsync(Forged(events[1], offset: 99));
        await host.DeliverAsync(Forged(events[1], offset: 99), Forged(events[1], offset: 99));

        (await HeldAsync(host, reason)).Single().Envelope.EventId.ShouldBe(events[1].EventId);
        var kept = (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 10, Token)).Single().Message;
        kept.Position.ShouldBe(new LogPosition("bank.accounts.deposited", 0, 99));
        kept.Error.ShouldBe($"Event {events[1].EventId} holds version 2 of stream 'a'; this is another event, {_forgedId}.");
        Encoding.UTF8.GetString(kept.Payload.ShouldNotBeNull().Span).ShouldBe("""{"accountId":"a","amount":1000000}""");
        Encoding.UTF8.GetString(kept.Key.ShouldNotBeNull().Span).ShouldBe("a");
        kept.Headers.Select(header => $"{header.Key}: {Encoding.UTF8.GetString(header.Value.Span)}").ShouldBe(
        [
            $"id: {_forgedId}", "type: bank.accounts.deposited.v1", "time: 1970-01-01T00:00:00.0000000+00:00", "sequence: 2",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ]);
        host.Log.Count(line => line.Level == LogLevel.Error && line.Message.Contains("bank.accounts.deposited[0]@99")).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_events_with_one_place_in_a_batch_the_first_takes_it_and_the_second_is_kept()
    {
        var host = await StartAsync();
        var events = Numbered(History(host, "a", 4));

        await host.DeliverAsync(events[0], events[3], Forged(events[3], offset: 99), events[1], events[2]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(4));
        (await OffsetsAsync(host)).ShouldBe([99]);
    }

    [Fact]
    public async Task What_is_kept_is_kept_also_when_the_batch_fails_and_its_events_are_tried_one_by_one()
    {
        var host = await StartAsync();
        var (a, b) = (Numbered(History(host, "a", 2)), Numbered(History(host, "b", 1)));
        host.Probe.FailAt("b", 1);

        await host.DeliverAsync(a[1], Forged(a[1], offset: 99), a[0], b[0]);

        await Eventually.HoldsAsync(async () => await host.FindTrailAsync("a") == TrailOf(2), "the stream goes on");
        (await HeldNamesAsync(host, HoldReason.Retrying)).ShouldBe(["b/1"]);
        (await OffsetsAsync(host)).ShouldBe([99]);
    }

    [Fact]
    public async Task Nothing_of_a_batch_is_received_when_its_contested_event_can_not_be_kept()
    {
        var fault = new FullTable { IsFull = true };
        var host = await StartAsync(setup: bank => bank.Read = options => options.AddInterceptors(fault));
        var events = Numbered(History(host, "a", 2));

        var results = await host.DeliverAsync(events[1], Forged(events[1], offset: 99), events[0]);

        results.ShouldAllBe(result => result.Outcome == PublishOutcome.Failed);
        (await host.FindTrailAsync("a")).ShouldBeNull();
        fault.IsFull = false;
        await host.DeliverAsync(events[1], Forged(events[1], offset: 99), events[0]);
        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(2));
        (await OffsetsAsync(host)).ShouldBe([99]);
    }

    [Fact]
    public async Task A_redelivered_event_is_no_stranger_to_itself()
    {
        var host = await StartAsync();
        var events = Numbered(History(host, "a", 3));

        await host.DeliverAsync(events[2], events[2] with { ReceivedFrom = new LogPosition("bank.accounts.deposited", 0, 42) });
        await host.DeliverAsync(events[2]);
        await host.DeliverAsync(events[0], events[1]);

        (await host.FindTrailAsync("a")).ShouldBe(TrailOf(3));
        (await StatusAsync(host)).Unreadable.ShouldBe(0);
    }

    [Theory]
    [InlineData("a dead letter")]
    [InlineData("parked")]
    public async Task What_is_held_remembers_where_in_the_log_it_was_found(string state)
    {
        var host = await StartAsync();
        var events = Numbered(History(host, "a", 2));

        await host.DeliverAsync(state == "parked" ? [events[1]] : [events[0] with { EventType = "bank.accounts.frozen.v1" }]);

        var held = (await HeldAsync(host, state == "parked" ? HoldReason.Parked : HoldReason.DeadLetter)).Single();
        held.Envelope.ReceivedFrom.ShouldBe(events[state == "parked" ? 1 : 0].ReceivedFrom);
        if (state != "parked")
        {
            host.Log.Single(line => line.Level == LogLevel.Error).Message.ShouldBe(
                "bank.accounts.frozen.v1 a/1 from bank.accounts.opened[0]@1 is a dead letter of projection statements after 1 attempts; "
                + "its stream waits behind it");
        }
    }

    private static List<EventEnvelope> Numbered(List<EventEnvelope> events) =>
        events.ConvertAll(envelope => envelope with { ReceivedFrom = new LogPosition(envelope.Topic, 0, envelope.StreamVersion) });

    private static EventEnvelope Forged(EventEnvelope envelope, long offset) => envelope with
    {
        EventId = _forgedId,
        Payload = """{"accountId":"a","amount":1000000}"""u8.ToArray(),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ReceivedFrom = new LogPosition(envelope.Topic, 0, offset),
    };

    private static async Task<IReadOnlyList<long>> OffsetsAsync(BankHost host) =>
    [
        .. (await host.ProjectionOperations.ListUnreadableAsync(BankSetup.Statements, 10, Token))
            .Select(kept => kept.Message.Position.Offset)
            .Order(),
    ];

    private static async Task HoldSecondAsync(BankHost host, List<EventEnvelope> events, HoldReason reason)
    {
        host.Probe.FailAt("a", 2);
        await host.DeliverAsync(reason == HoldReason.Parked ? [events[1]] : [events[0], events[1]]);
        (await HeldNamesAsync(host, reason)).ShouldBe(["a/2"]);
    }

    /// <summary>A database that takes no more unreadable messages.</summary>
    private sealed class FullTable : DbCommandInterceptor
    {
        public bool IsFull { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default) =>
            IsFull && command.CommandText.Contains("projection_unreadable_messages", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The table is full.")
                : ValueTask.FromResult(result);
    }
}
