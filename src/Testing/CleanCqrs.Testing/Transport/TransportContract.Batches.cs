using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

public abstract partial class TransportContract
{
    /// <summary>An empty batch.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Publishing_nothing_has_no_results() => Assert.Empty(await Harness.Connect().PublishAsync([], Token));

    /// <summary>A result for each event, in the places of the events, also when some are rejected.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Results_stand_in_the_order_of_the_events()
    {
        var transport = Harness.Connect();
        await using var group = await SubscribeAsync(transport, "group", new Inbox());
        var events = Enumerable.Range(0, 100).Select(number => EventOf($"stream-{number}", 1)).ToList();
        var rejected = TooLarge() is null ? [] : new[] { 0, 17, 18, 99 };
        foreach (var index in rejected)
        {
            events[index] = events[index] with { Payload = TooLarge() };
        }

        var results = await transport.PublishAsync(events, Token);

        Assert.Equal(100, results.Count);
        Assert.Equal(rejected, Enumerable.Range(0, 100).Where(index => results[index].Outcome == PublishOutcome.Rejected));
        Assert.All(results, result => Assert.Equal(result.Outcome == PublishOutcome.Acknowledged, result.Error is null));
        Assert.DoesNotContain(results, result => result.Outcome == PublishOutcome.Failed);
    }

    /// <summary>Two batches at the same time do not mix their results up.</summary>
    /// <returns>The test.</returns>
    [Fact]
    public async Task Many_batches_at_once_are_all_published()
    {
        var transport = Harness.Connect();
        var inbox = new Inbox();
        await using var group = await SubscribeAsync(transport, "group", inbox);
        var batches = Enumerable.Range(0, 50).Select(number => EventsOf($"stream-{number}", 1, 10)).ToList();

        await Task.WhenAll(batches.Select(batch => Task.Run(() => PublishAsync(transport, batch), Token)));

        await inbox.HasAsync([.. batches.SelectMany(batch => batch)]);
        inbox.IsInOrder(Capabilities);
    }
}
