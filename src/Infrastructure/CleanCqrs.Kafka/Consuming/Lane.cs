using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>Hands the messages of some partitions to the handler, batch after batch, in the order in which they came.</summary>
internal sealed class Lane(
    TransportSubscription subscription, LaneBuffer buffer, RetrySchedule redelivery, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan _reminder = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly KeyValuePair<string, object?> _group = new(Attributes.Group, subscription.Group);
    private volatile Action? _cancelAttempt;
    private long _saidAt;

    public LaneBuffer Buffer => buffer;

    /// <summary>Works until it is stopped; the batch under way then is brought to its end.</summary>
    public async Task RunAsync()
    {
        while (await buffer.TakeBatchAsync() is { Count: > 0 } batch)
        {
            await HandleAsync(batch);
        }
    }

    public void Stop()
    {
        _stopped.TrySetResult();
        buffer.Close();
    }

    /// <summary>Gives up the batch under way: one of its partitions belongs to another member now.</summary>
    public void AbandonBatch() => _cancelAttempt?.Invoke();

    private async Task HandleAsync(List<Delivery> batch)
    {
        var partitions = batch.Select(delivery => delivery.Partition).Distinct().ToList();
        for (var attempt = 1; ; attempt++)
        {
            // Never disposed of, since it may be cancelled at any time; it holds nothing.
            var cancellation = new CancellationTokenSource();
            _cancelAttempt = cancellation.Cancel;
            var ours = partitions.FindAll(partition => partition.TryEnterBatch());
            try
            {
                if (ours.Count == 0 || await TryHandleAsync(batch, ours, attempt, cancellation.Token))
                {
                    return;
                }
            }
            finally
            {
                ours.ForEach(partition => partition.LeaveBatch());
            }

            await Task.WhenAny(Task.Delay(redelivery.DelayAfter(attempt), timeProvider), _stopped.Task);
            if (_stopped.Task.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task<bool> TryHandleAsync(
        List<Delivery> batch, List<AssignedPartition> ours, int attempt, CancellationToken cancellationToken)
    {
        var deliveries = batch.FindAll(delivery => ours.Contains(delivery.Partition));
        try
        {
            var unreadable = deliveries.Select(delivery => delivery.Unreadable).OfType<UnreadableMessage>().ToList();
            if (unreadable.Count > 0)
            {
                await subscription.UnreadableHandler(unreadable, cancellationToken);
                KafkaMetrics.Unreadable.Add(unreadable.Count, _group);
            }

            var events = deliveries.Select(delivery => delivery.Event).OfType<EventEnvelope>().ToList();
            if (events.Count > 0)
            {
                KafkaMetrics.ConsumeBatch.Record(events.Count, _group);
                await subscription.Handler(events, cancellationToken);
            }

            foreach (var partition in ours)
            {
                partition.Store(deliveries.FindLast(delivery => delivery.Partition == partition).NextOffset);
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.BatchAbandoned(subscription.Group, deliveries.Count);
        }
        catch (Exception exception)
        {
            KafkaMetrics.Redeliveries.Add(1, _group);
            if (attempt == 1 || timeProvider.GetElapsedTime(_saidAt) >= _reminder)
            {
                _saidAt = timeProvider.GetTimestamp();
                logger.BatchNotHandled(
                    attempt == 1 ? LogLevel.Error : LogLevel.Warning,
                    attempt == 1 ? exception : null,
                    subscription.Group,
                    deliveries.Count,
                    attempt,
                    exception.Message);
            }
        }

        return false;
    }
}
