using CleanCqrs.KafkaCluster;
using Confluent.Kafka;

namespace Ordering.IntegrationTests.Kafka;

/// <summary>
/// Watches the logs grow, since the events of a stream are on several topics, and the offsets of one topic say nothing about another. Again
/// and again it notes
/// where the logs end, those of later events first: what a note holds of a stream then has no holes, if nothing has overtaken anything.
/// </summary>
internal sealed class WireWatch : IAsyncDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(25);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<IReadOnlyDictionary<TopicPartition, long>> _notes = [];
    private readonly Task _watching;

    private WireWatch(string bootstrapServers, IReadOnlyList<string> topics) =>
        _watching = Task.Run(() => WatchAsync(bootstrapServers, topics));

    public static WireWatch Start(OrderingProcesses system) => new(system.BootstrapServers, system.Topics);

    /// <summary>Notes the end of the logs for the last time.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    /// <summary>
    /// Each stream is complete, and its events appeared in their order. That one appears again is allowed: delivery is at least once.
    /// </summary>
    /// <param name="streams">What was committed. A real broker keeps the streams of earlier runs, too.</param>
    /// <param name="messages">What is in the topics.</param>
    public void ShouldHaveSeen(ILookup<string, StoredEvent> streams, IReadOnlyList<ConsumeResult<byte[], byte[]>> messages)
    {
        var appearances = messages.Select(message => (Event: WrittenEvent.Of(message), Message: message))
            .Where(item => streams.Contains(item.Event.StreamId))
            .ToLookup(item => item.Event.StreamId);
        foreach (var stream in streams)
        {
            // By the first note that holds them, which is how the brokers saw it; and by the time at which a relay has first given them to
            // Kafka.
            var versions = appearances[stream.Key].GroupBy(item => item.Event.Version).OrderBy(version => version.Key).ToList();
            versions.Select(version => version.Key).ShouldBe(stream.Select(stored => stored.Version).Order(), stream.Key);
            versions.Select(version => version.Min(item => FirstNote(item.Message)))
                .ShouldBeInOrder(SortDirection.Ascending, $"{stream.Key} in the logs");
            versions.Select(version => version.Min(item => item.Message.Message.Timestamp.UnixTimestampMs))
                .ShouldBeInOrder(SortDirection.Ascending, $"{stream.Key} at the producers");
            appearances[stream.Key].Select(item => item.Message.Partition).Distinct().Count().ShouldBe(
                1, $"{stream.Key} changes its partition");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(string bootstrapServers, IReadOnlyList<string> topics)
    {
        using var logs = new LogEnds(bootstrapServers);
        using var timer = new PeriodicTimer(_pause);
        for (var isLast = false; !isLast; await timer.WaitForNextTickAsync())
        {
            isLast = _stop.IsCancellationRequested;
            _notes.Add(await logs.ReadAsync([.. topics.Reverse()]));
        }
    }

    private int FirstNote(ConsumeResult<byte[], byte[]> message)
    {
        // Logs only grow, so the notes are sorted.
        var (low, high) = (0, _notes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _notes[middle][message.TopicPartition] > message.Offset.Value ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
