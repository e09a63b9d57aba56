using System.Diagnostics.Metrics;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>
/// A membership in a consumer group. One thread polls and does nothing else, so that the group never takes this member for dead; lanes handle what it brings, and
/// when they fall behind it pauses their partitions.
/// </summary>
internal sealed class KafkaMembership : IAsyncDisposable
{
    private static readonly TimeSpan _calm = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _alert = TimeSpan.FromMilliseconds(5);

    // Pausing throws away what librdkafka has fetched ahead, and costs half a second to resume: it is for lanes that are stuck, not for those that are busy.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private readonly TransportSubscription _subscription;
    private readonly KafkaOptions _options;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, AssignedPartition> _partitions = [];
    private readonly ManualResetEventSlim _leaving = new();
    private readonly Lane[] _lanes;
    private readonly Task _handling;
    private readonly Task _polling;
    private IConsumer<byte[], byte[]> _consumer;
    private volatile bool _isAbandoned;
    private ErrorCode _lastError = ErrorCode.NoError;

    public KafkaMembership(TransportSubscription subscription, KafkaOptions options, TimeProvider timeProvider, ILogger logger)
    {
        _subscription = subscription;
        _options = options;
        _logger = logger;
        _lanes = [.. Enumerable.Range(0, options.Consumer.Lanes).Select(_ => new Lane(subscription, options.Consumer, timeProvider, logger))];
        _consumer = Join();
        _handling = Task.WhenAll(_lanes.Select(lane => Task.Run(lane.RunAsync)));
        _polling = Task.Factory.StartNew(Poll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        KafkaTelemetry.Show(this);
    }

    /// <summary>Leaves the group when the batches under way are handled and stored.</summary>
    public async ValueTask DisposeAsync()
    {
        StopLanes();
        await _polling;
    }

    /// <summary>Vanishes as a killed process does: nothing more is stored, and the group is not told.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        AbandonPartitions();
        StopLanes();
    }

    /// <summary>How far each partition is behind its end, as far as this member knows.</summary>
    public IReadOnlyList<Measurement<long>> MeasureLag()
    {
        lock (_lock)
        {
            return
            [
                .. from partition in _partitions.Values
                   where partition.Handled >= 0
                   let end = _consumer.GetWatermarkOffsets(partition.Partition).High.Value
                   where end >= 0
                   select new Measurement<long>(
                       Math.Max(0, end - partition.Handled),
                       new(KafkaTelemetry.Group, _subscription.Group),
                       new(KafkaTelemetry.Topic, partition.Partition.Topic),
                       new(KafkaTelemetry.Partition, partition.Partition.Partition.Value)),
            ];
        }
    }

    private void Poll()
    {
        var failures = 0;
        try
        {
            while (!_isAbandoned && !(_leaving.IsSet && _handling.IsCompleted))
            {
                try
                {
                    PollOnce();
                    failures = 0;
                }
                catch (KafkaException exception) when (!exception.Error.IsFatal)
                {
                    Report(exception.Error);
                }
                catch (Exception exception)
                {
                    failures++;
                    _logger.LogError(exception, "The consumer of group {Group} has failed for good, and joins anew", _subscription.Group);
                    Rejoin(_options.Consumer.Redelivery.DelayAfter(failures));
                }
            }

            if (!_isAbandoned)
            {
                Leave();
            }
        }
        finally
        {
            KafkaTelemetry.Hide(this);
            lock (_lock)
            {
                _partitions.Clear();
            }

            _consumer.Dispose();
        }
    }

    private void StopLanes()
    {
        _leaving.Set();
        Array.ForEach(_lanes, lane => lane.Stop());
    }

    private void PollOnce()
    {
        if (_leaving.IsSet)
        {
            Pause([.. _partitions.Values]);
        }
        else
        {
            ResumeWhereThereIsRoom();
        }

        var isAlert = _leaving.IsSet || _partitions.Values.Any(partition => partition.IsPaused);
        if (_consumer.Consume(isAlert ? _alert : _calm) is { } result
            && !_leaving.IsSet
            && _partitions.TryGetValue(result.TopicPartition, out var partition))
        {
            Take(result, partition);
        }
    }

    private void Take(ConsumeResult<byte[], byte[]> result, AssignedPartition partition)
    {
        _lastError = ErrorCode.NoError;
        if (result.IsPartitionEOF)
        {
            // The end may lie behind marks of transactions, which nobody sees: it is stored after what came before it.
            partition.Lane.Add(new Delivery(partition, result.Offset.Value, 0, null, null));
            return;
        }

        var (envelope, unreadable) = CloudEventMessage.Read(result);
        partition.Lane.Add(new Delivery(partition, result.Offset.Value + 1, result.Message.Value?.Length ?? 0, envelope, unreadable));
        if (partition.Lane.IsFull && !partition.Lane.WaitForRoom(_patience))
        {
            Pause([.. _partitions.Values.Where(other => other.Lane == partition.Lane)]);
        }
    }

    private void Pause(IReadOnlyList<AssignedPartition> partitions)
    {
        var running = partitions.Where(partition => !partition.IsPaused).ToList();
        if (running.Count > 0)
        {
            _consumer.Pause(running.Select(partition => partition.Partition));
            running.ForEach(partition => partition.IsPaused = true);
        }
    }

    private void ResumeWhereThereIsRoom()
    {
        List<AssignedPartition>? ready = null;
        foreach (var partition in _partitions.Values)
        {
            if (partition.IsPaused && partition.Lane.HasRoom)
            {
                (ready ??= []).Add(partition);
            }
        }

        if (ready is not null)
        {
            _consumer.Resume(ready.Select(partition => partition.Partition));
            ready.ForEach(partition => partition.IsPaused = false);
        }
    }

    private IConsumer<byte[], byte[]> Join()
    {
        var consumer = new ConsumerBuilder<byte[], byte[]>(KafkaClients.ForConsumer(_options, _subscription.Group))
            .SetLogHandler((_, message) => ClientLog.Write(_logger, message, _options))
            .SetErrorHandler((_, error) => ClientLog.Write(_logger, error, _options))
            .SetPartitionsAssignedHandler((consumer, partitions) => Assigned(consumer, partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build();
        consumer.Subscribe(_subscription.Topics);
        return consumer;
    }

    private void Rejoin(TimeSpan delay)
    {
        AbandonPartitions();
        lock (_lock)
        {
            _partitions.Clear();
            _consumer.Dispose();
            _consumer = Join();
        }

        _leaving.Wait(delay);
    }

    /// <summary>Says goodbye; the offsets stored by then are committed with it.</summary>
    private void Leave()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException exception)
        {
            _logger.LogWarning(exception, "Group {Group} was left without goodbye; what was handled last may be delivered again", _subscription.Group);
        }
    }

    private void Assigned(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        Count("assigned");
        _logger.LogInformation("Group {Group} gets {Partitions}", _subscription.Group, Names(partitions));
        lock (_lock)
        {
            foreach (var partition in partitions)
            {
                _partitions[partition] = new AssignedPartition(partition, _lanes[partition.Partition.Value % _lanes.Length], consumer);
            }
        }
    }

    /// <summary>The batches under way may end and be stored; what takes too long is abandoned, and the next owner gets it again.</summary>
    private void Revoked(List<TopicPartitionOffset> partitions)
    {
        Count("revoked");
        _logger.LogInformation("Group {Group} gives back {Partitions}", _subscription.Group, Names(partitions.Select(item => item.TopicPartition)));
        var going = Remove(partitions);
        if (!Task.WhenAll(going.Select(partition => partition.GoAsync())).Wait(_options.Consumer.RevocationWait))
        {
            AbandonBatches(going);
        }

        going.ForEach(partition => partition.Abandon());
    }

    /// <summary>The group has taken this member for dead: others have the partitions already.</summary>
    private void Lost(List<TopicPartitionOffset> partitions)
    {
        Count("lost");
        _logger.LogWarning("Group {Group} has lost {Partitions}", _subscription.Group, Names(partitions.Select(item => item.TopicPartition)));
        AbandonBatches(Remove(partitions));
    }

    private static void AbandonBatches(List<AssignedPartition> partitions)
    {
        partitions.ForEach(partition => partition.Abandon());
        foreach (var lane in partitions.Select(partition => partition.Lane).Distinct())
        {
            lane.AbandonBatch();
        }
    }

    private List<AssignedPartition> Remove(List<TopicPartitionOffset> partitions)
    {
        var removed = new List<AssignedPartition>();
        lock (_lock)
        {
            foreach (var partition in partitions)
            {
                if (_partitions.Remove(partition.TopicPartition, out var known))
                {
                    removed.Add(known);
                }
            }
        }

        return removed;
    }

    private void AbandonPartitions()
    {
        lock (_lock)
        {
            foreach (var partition in _partitions.Values)
            {
                partition.Abandon();
            }
        }

        Array.ForEach(_lanes, lane => lane.AbandonBatch());
    }

    /// <summary>librdkafka goes on by itself: the same complaint is made once.</summary>
    private void Report(Error error)
    {
        if (error.Code != _lastError)
        {
            _lastError = error.Code;
            _logger.LogWarning("Group {Group} can't receive ({Code}: {Reason}), and goes on trying", _subscription.Group, error.Code, error.Reason);
        }
    }

    private static string Names(IEnumerable<TopicPartition> partitions) =>
        string.Join(", ", partitions.Select(partition => $"{partition.Topic}[{partition.Partition.Value}]"));

    private void Count(string kind) => KafkaTelemetry.Rebalances.Add(1, new(KafkaTelemetry.Group, _subscription.Group), new(KafkaTelemetry.Rebalance, kind));
}
