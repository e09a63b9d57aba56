using System.Globalization;
using CleanCqrs.Application.Transport;
using Xunit;

namespace CleanCqrs.Testing.Transport;

/// <summary>
/// What every transport promises, as tests. Derive a class from it in a test project of xUnit v3, give it a harness, and each promise is a
/// test of that class.
/// </summary>
/// <remarks>
/// The promises: order in each stream, results in the order of the batch, nothing lost when a handler fails, a process dies, a group moves
/// or the broker goes away, every envelope whole, and what can't be read put aside.
/// </remarks>
public abstract partial class TransportContract : IAsyncLifetime
{
    private readonly string _run = Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);
    private ITransportHarness? _harness;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ITransportHarness Harness => _harness ?? throw new InvalidOperationException("The harness has not been started.");

    private TransportCapabilities Capabilities => Harness.Capabilities;

    /// <summary>Starts what one test needs.</summary>
    /// <returns>The harness of the test.</returns>
    protected abstract Task<ITransportHarness> StartAsync();

    /// <summary>Starts the harness.</summary>
    /// <returns>When it has started.</returns>
    public async ValueTask InitializeAsync() => _harness = await StartAsync();

    /// <summary>Disposes the harness.</summary>
    /// <returns>When it is disposed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_harness is not null)
        {
            await _harness.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private EventEnvelope EventOf(string stream, long version) => new(
        Guid.CreateVersion7(),
        "bank.accounts.opened.v1",
        Harness.Topic,
        stream,
        version,
        DateTimeOffset.UnixEpoch,
        "{\"owner\":\"Ada\"}"u8.ToArray());

    private EventEnvelope OverBothTopics(EventEnvelope envelope) =>
        envelope with { Topic = envelope.StreamVersion % 3 == 0 ? Harness.OtherTopic : Harness.Topic };

    private List<EventEnvelope> EventsOf(string stream, int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(version => EventOf(stream, version))];

    private Task<IAsyncDisposable> SubscribeAsync(IEventTransport transport, string group, Inbox inbox) =>
        SubscribeAsync(transport, group, inbox.Handler());

    private Task<IAsyncDisposable> SubscribeAsync(
        IEventTransport transport,
        string group,
        Func<IReadOnlyList<EventEnvelope>,
        CancellationToken,
        Task> handler,
        CancellationToken? token = null) =>
        transport.SubscribeAsync(
            new TransportSubscription(NameOf(group), [Harness.Topic, Harness.OtherTopic], handler, NoneIsUnreadable), token ?? Token);

    /// <summary>A name that no other test of a shared broker uses.</summary>
    private string NameOf(string group) => $"{group}.{_run}";

    private static Task NoneIsUnreadable(IReadOnlyList<UnreadableMessage> messages, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{messages[0].Position} can't be read: {messages[0].Error}");

    /// <summary>Publishes, and insists that everything is taken.</summary>
    private static async Task PublishAsync(IEventTransport transport, params IReadOnlyList<EventEnvelope> events) =>
        Assert.All(await transport.PublishAsync(events, Token), result => Assert.Equal(PublishResult.Acknowledged, result));

    /// <summary>Publishes as the relay does: what was not taken is published again, in order, until it is.</summary>
    private static Task PublishUntilTakenAsync(IEventTransport transport, List<EventEnvelope> events)
    {
        var last = string.Empty;
        return Eventually.HoldsAsync(
            async () =>
            {
                var results = await transport.PublishAsync(events, Token);
                Assert.DoesNotContain(results, result => result.Outcome == PublishOutcome.Rejected);
                events = [.. events.Where((_, index) => results[index].Outcome != PublishOutcome.Acknowledged)];
                last = results.FirstOrDefault(result => result.Error is not null)?.Error;
                return events.Count == 0;
            },
            () => $"the transport takes {events.Count} events; it says: {last}");
    }

    /// <summary>Publishes 20 streams over both topics, version after version, as long as it is told to.</summary>
    /// <returns>Everything that was published.</returns>
    private async Task<List<EventEnvelope>> PublishWhileAsync(IEventTransport transport, Func<bool> goOn, string until)
    {
        var published = new List<EventEnvelope>();
        var version = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                version++;
                var round = Enumerable.Range(0, 20).Select(stream => OverBothTopics(EventOf($"load-{stream}", version))).ToList();
                await PublishUntilTakenAsync(transport, round);
                published.AddRange(round);
                return !goOn();
            },
            () => until);
        return published;
    }
}
