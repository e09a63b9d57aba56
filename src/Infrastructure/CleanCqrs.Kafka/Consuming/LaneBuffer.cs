using System.Threading.Channels;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>What waits in a lane. The thread that polls adds to it, and the lane takes batches from it.</summary>
internal sealed class LaneBuffer(int batchSize, ConsumerLimits limits)
{
    private readonly Channel<Delivery> _queue =
        Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly object _room = new();
    private volatile bool _isClosed;
    private int _events;
    private int _bytes;

    public bool IsFull => Volatile.Read(ref _events) >= limits.BufferedEvents || Volatile.Read(ref _bytes) >= limits.BufferedBytes;

    /// <summary>
    /// Whether half of it is free: between full and this nothing changes, so that a lane is not paused and resumed in turns.
    /// </summary>
    public bool HasRoom => Volatile.Read(ref _events) <= limits.BufferedEvents / 2 && Volatile.Read(ref _bytes) <= limits.BufferedBytes / 2;

    public void Add(Delivery delivery)
    {
        Interlocked.Increment(ref _events);
        Interlocked.Add(ref _bytes, delivery.Bytes);
        _queue.Writer.TryWrite(delivery);
    }

    /// <summary>Waits until there is room.</summary>
    /// <returns>Whether there is.</returns>
    public bool WaitForRoom(TimeSpan timeout)
    {
        lock (_room)
        {
            return HasRoom || _isClosed || Monitor.Wait(_room, timeout);
        }
    }

    /// <summary>Waits for messages, and takes as many as belong into a batch.</summary>
    /// <returns>The batch; empty when the buffer is closed.</returns>
    public async Task<List<Delivery>> TakeBatchAsync()
    {
        var batch = new List<Delivery>();
        if (!await _queue.Reader.WaitToReadAsync() || _isClosed)
        {
            return batch;
        }

        var bytes = 0;
        while (batch.Count < batchSize
            && _queue.Reader.TryPeek(out var next)
            && (batch.Count == 0 || bytes + next.Bytes <= limits.BatchBytes)
            && _queue.Reader.TryRead(out var delivery))
        {
            bytes += delivery.Bytes;
            batch.Add(delivery);
        }

        Interlocked.Add(ref _events, -batch.Count);
        Interlocked.Add(ref _bytes, -bytes);
        if (HasRoom)
        {
            WakeWaiting();
        }

        return batch;
    }

    /// <summary>Nothing is taken from it any more.</summary>
    public void Close()
    {
        _isClosed = true;
        _queue.Writer.TryComplete();
        WakeWaiting();
    }

    private void WakeWaiting()
    {
        lock (_room)
        {
            Monitor.PulseAll(_room);
        }
    }
}
