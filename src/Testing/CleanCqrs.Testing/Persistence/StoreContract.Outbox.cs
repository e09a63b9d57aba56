using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CleanCqrs.Testing.Persistence;

public abstract partial class StoreContract
{
    /// <summary>Of a batch, some are taken, one fails.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Only_what_was_acknowledged_counts_as_published()
    {
        var (first, second) = (NewId(), NewId());
        await OpenAsync(first, second);
        await ChangeAsync(first, 1);
        var messages = await ReadAsync();

        await RecordAsync([.. messages.Where(message => message.Envelope.StreamVersion == 1).Select(Acknowledged)]);

        Assert.Equal([$"{first}/2"], Names(await ReadAsync()));
        var status = await OutboxOperations.GetStatusAsync(Token);
        Assert.Equal((1, 2, 0), (status.Pending, status.Published, status.DeadLetters));
        Assert.Equal([_now, null], (await OutboxTraces.TraceAsync(first.ToString(), Token)).Select(trace => trace.PublishedAt));
    }

    /// <summary>A relay reads on while it publishes.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_is_in_hand_is_not_read_again()
    {
        var (first, second) = (NewId(), NewId());
        await OpenAsync(first, second);
        await ChangeAsync(first, 1);
        var outbox = Services.GetRequiredService<IOutboxStore>();
        var lease = await LeaseAsync(Services);
        var batch = await outbox.ReadPendingAsync(lease, 2, _longestWait, [], Token);
        long[] inHand = [.. batch.Select(message => message.Position)];

        var ahead = await outbox.ReadPendingAsync(lease, 2, _longestWait, inHand, Token);
        await RecordAsync([.. batch.Select(Acknowledged)]);
        var afterwards = await outbox.ReadPendingAsync(lease, 2, _longestWait, inHand, Token);

        Assert.Equal([$"{first}/2"], Names(ahead));
        Assert.Equal([$"{first}/2"], Names(afterwards));
    }

    /// <summary>The back-off outlives the instance that has begun it.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_stream_whose_message_failed_waits_in_every_instance_until_it_is_due()
    {
        var (bad, good) = (NewId(), NewId());
        await OpenAsync(bad, good);
        await ChangeAsync(bad, 1);
        var due = _now.AddMinutes(5);
        var failed = (await ReadAsync()).Single(message => Names([message]).Single() == $"{bad}/1");

        await RecordAsync(new OutboxOutcome(failed, PublishResult.Failed("no answer"), due - _now));
        await Services.GetRequiredService<IBucketLeases>().ReleaseAsync(Token);
        var other = Harness.Connect(TimeProvider.System);

        Assert.Equal([$"{good}/1"], Names(await ReadAsync(due.AddSeconds(-1), other)));
        var again = await ReadAsync(due, other);
        Assert.Equal([$"{bad}/1", $"{bad}/2"], Names(again).Where(name => name.StartsWith($"{bad}", StringComparison.Ordinal)));
        Assert.Equal(1, again.Single(message => message.Position == failed.Position).Attempts);
        Assert.Equal("no answer", (await OutboxTraces.TraceAsync(bad.ToString(), Token))[0].Error);
    }

    /// <summary>What was acknowledged after a failure sets its stream free.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task A_stream_flows_again_when_its_failed_message_is_acknowledged()
    {
        var id = NewId();
        await OpenAsync(id);
        await ChangeAsync(id, 1);
        await RecordAsync(new OutboxOutcome((await ReadAsync())[0], PublishResult.Failed("no answer"), TimeSpan.FromMinutes(5)));

        await RecordAsync(Acknowledged((await ReadAsync(_now.AddMinutes(5)))[0]));

        Assert.Equal([$"{id}/2"], Names(await ReadAsync()));
        Assert.Equal(0, (await OutboxOperations.GetStatusAsync(Token)).BlockedStreams);
    }

    /// <summary>A poisoned message stops its own stream only, and a redrive, of which the trail tells, lets it go on in order.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Behind_a_dead_letter_its_stream_waits_and_a_redrive_releases_it_in_order()
    {
        var (bad, good) = (NewId(), NewId());
        await OpenAsync(bad, good);
        await ChangeAsync(bad, 1, 2);
        var rejected = (await ReadAsync()).First(message => message.Envelope.StreamId == bad.ToString());

        await RecordAsync(new OutboxOutcome(rejected, PublishResult.Rejected("too large"), default));

        Assert.Equal([$"{good}/1"], Names(await ReadAsync(_now.AddYears(1))));
        var letter = Assert.Single(await OutboxOperations.ListDeadLettersAsync(10, Token));
        Assert.Equal((rejected.Position, "too large"), (letter.Message.Position, letter.Error));
        Harness.SetTime(_now);
        var id = DeadLetterId.Refused(bad.ToString(), 1);
        Assert.Equal(1, await RedriveAsync(id));
        Assert.Equal(0, await RedriveAsync(id));
        await AssertRedrivesAsync(_now, id.Kind, id.Source, rejected.Envelope);
        var names = Names(await ReadAsync()).Where(name => name.StartsWith($"{bad}", StringComparison.Ordinal));
        Assert.Equal([$"{bad}/1", $"{bad}/2", $"{bad}/3"], names);
    }

    /// <summary>However they came in.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Dead_letters_are_listed_by_stream()
    {
        var streams = Enumerable.Range(0, 5).Select(_ => $"{NewId()}").Order(StringComparer.Ordinal).ToList();
        foreach (var place in new[] { 2, 0, 4, 1, 3 })
        {
            await OpenAsync(Guid.Parse(streams[place]));
        }

        await RecordAsync(
            [.. (await ReadAsync()).Select(message => new OutboxOutcome(message, PublishResult.Rejected("too large"), default))]);

        Assert.Equal(streams, (await OutboxOperations.ListDeadLettersAsync(10, Token)).Select(letter => letter.Message.Envelope.StreamId));
        Assert.Equal(
            streams.Take(2), (await OutboxOperations.ListDeadLettersAsync(2, Token)).Select(letter => letter.Message.Envelope.StreamId));
    }

    /// <summary>What is published already, a late outcome does not change.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task What_is_published_stays_published()
    {
        var id = NewId();
        await OpenAsync(id);
        var message = (await ReadAsync())[0];
        await RecordAsync(Acknowledged(message));

        await RecordAsync(new OutboxOutcome(message, PublishResult.Rejected("late"), default));

        var status = await OutboxOperations.GetStatusAsync(Token);
        Assert.Equal((0, 1, 0, 0), (status.Pending, status.Published, status.DeadLetters, status.BlockedStreams));
    }

    /// <summary>An outage of the transport concerns every instance.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task An_outage_is_on_record_and_everything_waits_until_it_is_due()
    {
        await OpenAsync(NewId());
        var outage = new TransportOutage(3, TimeSpan.FromMinutes(1), "broker away");
        await Outbox.RecordOutageAsync(outage with { Attempts = 2 }, Token);
        await Outbox.RecordOutageAsync(outage, Token);

        Assert.Equal(outage, await Harness.Connect(TimeProvider.System).GetRequiredService<IOutboxStore>().FindOutageAsync(Token));
        Assert.Empty(await ReadAsync());
        Assert.Single(await ReadAsync(_now.AddMinutes(1)));
        await Outbox.RecordOutageAsync(null, Token);
        Assert.Null(await Outbox.FindOutageAsync(Token));
        Assert.Single(await ReadAsync());
    }
}
