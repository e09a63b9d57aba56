using CleanCqrs.Benchmarks.Relaying;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Shipments;
using Confluent.Kafka;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>A broker of its own, with a number of events on the topic.</summary>
public sealed class FilledTopic : IAsyncDisposable
{
    private readonly Broker _broker;
    private readonly IReadOnlyList<TopicPartitionOffset> _start;

    private FilledTopic(Broker broker, IReadOnlyList<TopicPartitionOffset> start) => (_broker, _start) = (broker, start);

    public string BootstrapServers => _broker.BootstrapServers;

    public static async Task<FilledTopic> CreateAsync(PostgreSqlServer server, int events, CancellationToken cancellationToken)
    {
        var broker = await Broker.StartAsync(cancellationToken);
        try
        {
            var start = new ShipmentTopic(broker.BootstrapServers).FindEnd();
            await using var outbox = await PrefilledOutbox.CreateAsync(server, new OutboxContents(events, History: 1), cancellationToken);
            await outbox.FillAsync(events, cancellationToken);
            using var raw = new RawRelay(outbox.Database, broker.BootstrapServers);
            await raw.DrainAsync(cancellationToken);
            return new FilledTopic(broker, start);
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a group that starts at the first of the events.</summary>
    public void StartGroup(string group) => new ShipmentTopic(BootstrapServers).StartGroup(group, _start);

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
