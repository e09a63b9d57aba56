using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>A partition from its assignment to this member until it goes. When it comes again, it is another one: nothing of before counts any more.</summary>
internal sealed class AssignedPartition(TopicPartition partition, Lane lane, IConsumer<byte[], byte[]> consumer)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private bool _isGone;
    private bool _isAbandoned;
    private bool _isInBatch;

    public TopicPartition Partition => partition;

    public Lane Lane => lane;

    /// <summary>The offset up to which everything is handled; -1 until something is.</summary>
    public long Handled { get; private set; } = -1;

    public bool IsPaused { get; set; }

    /// <summary>Takes part in a batch, unless the partition is going.</summary>
    public bool TryEnterBatch()
    {
        lock (_lock)
        {
            _isInBatch |= !_isGone;
            return !_isGone;
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

    /// <summary>Stores what is handled, while the partition is still ours: the handler has committed it.</summary>
    public void Store(long nextOffset)
    {
        lock (_lock)
        {
            if (!_isAbandoned && nextOffset > Handled)
            {
                consumer.StoreOffset(new TopicPartitionOffset(partition, nextOffset));
                Handled = nextOffset;
            }
        }
    }

    /// <summary>No new batch takes messages of it from now on.</summary>
    /// <returns>A task that ends with the batch under way.</returns>
    public Task GoAsync()
    {
        lock (_lock)
        {
            _isGone = true;
            if (!_isInBatch)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>What is still under way will not be stored: the partition belongs to another member.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _isGone = true;
            _isAbandoned = true;
        }
    }
}
