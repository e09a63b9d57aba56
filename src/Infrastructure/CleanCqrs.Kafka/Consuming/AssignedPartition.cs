using Confluent.Kafka;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>
/// A partition from its assignment to this member until it goes. When it comes again, it is another one: nothing of before counts any more.
/// </summary>
internal sealed class AssignedPartition(TopicPartition partition, Lane lane, IConsumer<byte[], byte[]> consumer)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private long _handled = -1;
    private bool _isGoing;
    private bool _isAbandoned;
    private bool _isInBatch;

    public TopicPartition Partition => partition;

    public Lane Lane => lane;

    public bool IsPaused { get; private set; }

    /// <summary>Takes part in a batch, unless the partition is going.</summary>
    public bool TryEnterBatch()
    {
        lock (_lock)
        {
            _isInBatch |= !_isGoing;
            return !_isGoing;
        }
    }

    public void LeaveBatch()
    {
        lock (_lock)
        {
            _isInBatch = false;
            _idle?.TrySetResult();
        }
    }

    /// <summary>Stores the offset up to which everything is handled, while the partition is still ours.</summary>
    public void Store(long nextOffset)
    {
        lock (_lock)
        {
            if (!_isAbandoned && nextOffset > _handled)
            {
                consumer.StoreOffset(new TopicPartitionOffset(partition, nextOffset));
                _handled = nextOffset;
            }
        }
    }

    /// <summary>How far it is behind its end, as far as this member knows; <see langword="null"/> until something is handled.</summary>
    public long? MeasureLag()
    {
        lock (_lock)
        {
            return !_isAbandoned && _handled >= 0 && consumer.GetWatermarkOffsets(partition).High.Value is var end and >= 0
                ? Math.Max(0, end - _handled)
                : null;
        }
    }

    public void Pause()
    {
        if (!IsPaused)
        {
            consumer.Pause([partition]);
            IsPaused = true;
        }
    }

    public void Resume()
    {
        if (IsPaused)
        {
            consumer.Resume([partition]);
            IsPaused = false;
        }
    }

    /// <summary>No new batch takes messages of it from now on.</summary>
    /// <returns>A task that ends with the batch under way.</returns>
    public Task GoAsync()
    {
        lock (_lock)
        {
            _isGoing = true;
            if (!_isInBatch)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>What is still under way will not be stored, and the consumer is not asked any more: the partition is not ours.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _isGoing = true;
            _isAbandoned = true;
        }
    }
}
