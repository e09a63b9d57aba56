using System.Threading.Channels;
using CleanCqrs.Application.Transport;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Hands the messages of some partitions to the handler, batch after batch, in the order in which they came.</summary>
internal sealed class Lane(TransportSubscription subscription, KafkaConsumerOptions options, TimeProvider timeProvider, ILogger logger)
{
    private readonly Channel<Delivery> _queue = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeyValuePair<string, object?> _group = new(KafkaTelemetry.Group, subscription.Group);
    private readonly object _room = new();
    private readonly Lock _lock = new();
    private CancellationTokenSource? _batch;
    private volatile bool _isWaitedFor;
    private int _events;
    private int _bytes;

    public bool IsFull => Volatile.Read(ref _events) >= options.BufferedEvents || Volatile.Read(ref _bytes) >= options.BufferedBytes;

    public bool HasRoom => Volatile.Read(ref _events) <= options.BufferedEvents / 2 && Volatile.Read(ref _bytes) <= options.BufferedBytes / 2;

    /// <summary>Waits until the lane has caught up.</summary>
    /// <returns>Whether it has.</returns>
    public bool WaitForRoom(TimeSpan timeout)
    {
        lock (_room)
        {
            _isWaitedFor = true;
            var hasRoom = HasRoom || _stopped.Task.IsCompleted || Monitor.Wait(_room, timeout);
            _isWaitedFor = false;
            return hasRoom;
        }
    }

    public void Add(Delivery delivery)
    {
        Interlocked.Increment(ref _events);
        Interlocked.Add(ref _bytes, delivery.Bytes);
        _queue.Writer.TryWrite(delivery);
    }

    /// <summary>Works until it is stopped; the batch under way then is brought to its end.</summary>
    public async Task RunAsync()
    {
        var batch = new List<Delivery>();
        while (await _queue.Reader.WaitToReadAsync() && !_stopped.Task.IsCompleted)
        {
            batch.Clear();
            await FillAsync(batch);
            await HandleAsync(batch);
        }
    }

    public void Stop()
    {
        _stopped.TrySetResult();
        TellOfRoom();
        _queue.Writer.TryComplete();
    }

    /// <summary>Gives up the batch under way: one of its partitions belongs to another member now.</summary>
    public void AbandonBatch()
    {
        lock (_lock)
        {
            _batch?.Cancel();
        }
    }

    private async Task FillAsync(List<Delivery> batch)
    {
        var bytes = Drain(batch, 0);
        if (options.BatchWait <= TimeSpan.Zero)
        {
            return;
        }

        using var wait = new CancellationTokenSource(options.BatchWait, timeProvider);
        try
        {
            while (batch.Count < options.BatchSize && bytes < options.BatchBytes && await _queue.Reader.WaitToReadAsync(wait.Token))
            {
                bytes = Drain(batch, bytes);
            }
        }
        catch (OperationCanceledException) when (wait.IsCancellationRequested)
        {
            // The time for company is over: the batch goes as it is.
        }
    }

    private void TellOfRoom()
    {
        lock (_room)
        {
            Monitor.PulseAll(_room);
        }
    }

    private int Drain(List<Delivery> batch, int bytes)
    {
        while (batch.Count < options.BatchSize
            && _queue.Reader.TryPeek(out var next)
            && (batch.Count == 0 || bytes + next.Bytes <= options.BatchBytes)
            && _queue.Reader.TryRead(out var delivery))
        {
            Interlocked.Decrement(ref _events);
            Interlocked.Add(ref _bytes, -delivery.Bytes);
            bytes += delivery.Bytes;
            batch.Add(delivery);
        }

        if (_isWaitedFor && HasRoom)
        {
            TellOfRoom();
        }

        return bytes;
    }

    private async Task HandleAsync(List<Delivery> batch)
    {
        var partitions = batch.Select(delivery => delivery.Partition).Distinct().ToList();
        for (var attempt = 1; ; attempt++)
        {
            var ours = partitions.FindAll(partition => partition.TryEnterBatch());
            try
            {
                if (ours.Count == 0 || await TryHandleAsync(batch, ours, attempt))
                {
                    return;
                }
            }
            finally
            {
                ours.ForEach(partition => partition.LeaveBatch());
            }

            await Task.WhenAny(Task.Delay(options.Redelivery.DelayAfter(attempt), timeProvider), _stopped.Task);
            if (_stopped.Task.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task<bool> TryHandleAsync(List<Delivery> batch, List<AssignedPartition> ours, int attempt)
    {
        var mine = batch.FindAll(delivery => ours.Contains(delivery.Partition));
        using var cancellation = new CancellationTokenSource();
        lock (_lock)
        {
            _batch = cancellation;
        }

        try
        {
            var unreadable = mine.Select(delivery => delivery.Unreadable).OfType<UnreadableMessage>().ToList();
            if (unreadable.Count > 0)
            {
                await subscription.UnreadableHandler(unreadable, cancellation.Token);
                KafkaTelemetry.Unreadable.Add(unreadable.Count, _group);
            }

            var events = mine.Select(delivery => delivery.Event).OfType<EventEnvelope>().ToList();
            if (events.Count > 0)
            {
                KafkaTelemetry.ConsumeBatch.Record(events.Count, _group);
                await subscription.Handler(events, cancellation.Token);
            }

            foreach (var partition in ours)
            {
                partition.Store(mine.FindLast(delivery => delivery.Partition == partition).NextOffset);
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            logger.LogWarning("Group {Group} abandons a batch of {Count} messages: a partition of it has moved to another member", subscription.Group, mine.Count);
            return false;
        }
        catch (Exception exception)
        {
            KafkaTelemetry.Redeliveries.Add(1, _group);
            logger.Log(
                attempt == 1 ? LogLevel.Error : LogLevel.Warning,
                attempt == 1 ? exception : null,
                "Group {Group} failed with a batch of {Count} messages, attempt {Attempt}: {Error}",
                subscription.Group, mine.Count, attempt, exception.Message);
            return false;
        }
        finally
        {
            lock (_lock)
            {
                _batch = null;
            }
        }
    }
}
