using System.Collections.Concurrent;
using System.Data.Common;
using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Projections;

/// <summary>A stream of which thousands of events are parked costs the others nothing, and is released in pages.</summary>
public sealed class LongStreamTests : ProjectionTest
{
    private const int Length = 5_000;
    private const int BatchSize = 500;
    private const int StatementsOfPage = 20;

    private readonly HeldRows _rows = new();

    [Fact]
    public async Task What_is_parked_is_not_read_until_it_is_released_and_then_once_and_in_pages()
    {
        var host = await StartAsync(
            options => (options.MaxAttempts, options.ParkedWarning) = (1, 2_000),
            bank => bank.Read = options => options.AddInterceptors(_rows));
        var a = History(host, "a", Length);
        host.Probe.FailAt("a", 2);

        foreach (var batch in a.Chunk(BatchSize))
        {
            await host.DeliverAsync(batch);
        }

        (await StatusAsync(host)).ShouldBe(
            new ProjectionStatus(BankSetup.Statements, Streams: 1, Parked: Length - 2, Retrying: 0, DeadLetters: 1, Unreadable: 0));
        _rows.Read.ShouldBeLessThan(Length / 2, "the batches before have read little of what they parked");
        host.Log.Where(line => line.Message.StartsWith("Stream a", StringComparison.Ordinal)).Select(line => line.Message).ShouldBe(
        [
            BacklogAt(2_001, 2_000), BacklogAt(4_001, 4_000),
        ]);

        _rows.Clear();
        foreach (var b in History(host, "b", 40))
        {
            await host.DeliverAsync(b);
        }

        (await host.FindVersionAsync("b")).ShouldBe(40);
        _rows.Read.ShouldBe(0, "another stream does not pay for what this one holds");

        _rows.Clear();
        host.Probe.Heal();
        (await host.RedriveAsync("a", BankSetup.Statements)).ShouldBeTrue();
        await Eventually.HoldsAsync(async () => await host.FindVersionAsync("a") == Length, "all are applied");

        (await StatusAsync(host)).Parked.ShouldBe(0);
        _rows.Read.ShouldBeLessThan(Length + (Length / 10), "each parked event is read once");
        _rows.Statements.ShouldBeLessThan(StatementsOfPage * (Length / BatchSize));
        host.Probe.Attempts.Count(name => name.StartsWith("a/", StringComparison.Ordinal)).ShouldBeLessThan(Length + BatchSize);
    }

    [Fact]
    public async Task An_event_that_fails_among_those_that_are_released_is_found_with_one_look_at_each_before_it()
    {
        var host = await StartAsync(options => options.MaxAttempts = 1);
        var a = History(host, "a", 800);
        host.Probe.FailAt("a", 2);
        foreach (var batch in a.Chunk(BatchSize))
        {
            await host.DeliverAsync(batch);
        }

        var before = host.Probe.Attempts.Count;
        host.Probe.FailAt("a", 300);
        (await host.RedriveAsync("a", BankSetup.Statements)).ShouldBeTrue();
        await Eventually.HoldsAsync(async () => (await HeldNamesAsync(host, HoldReason.DeadLetter)).Contains("a/300"), "it is found");

        (await host.FindVersionAsync("a")).ShouldBe(299);
        (await StatusAsync(host)).Parked.ShouldBe(500);
        (host.Probe.Attempts.Count - before).ShouldBeLessThan(700);
    }

    private static string BacklogAt(int version, int behind) =>
        $"Stream a of projection statements has come to version {version}, {behind} events further than what is applied. They are parked "
        + "and none is lost, but they fill the read database: see what the stream waits for, a dead letter or an event that is missing";

    /// <summary>Counts what is read of the held events.</summary>
    private sealed class HeldRows : DbCommandInterceptor
    {
        private readonly ConcurrentQueue<int> _reads = [];

        public int Read => _reads.Sum();

        public int Statements => _reads.Count;

        public void Clear() => _reads.Clear();

        public override InterceptionResult DataReaderDisposing(
            DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
        {
            if (command.CommandText.Contains("projection_held_events", StringComparison.Ordinal)
                && !command.CommandText.Contains("COUNT(*)", StringComparison.Ordinal))
            {
                _reads.Enqueue(Math.Max(0, eventData.ReadCount - 1)); // The last read finds the end.
            }

            return result;
        }
    }
}
