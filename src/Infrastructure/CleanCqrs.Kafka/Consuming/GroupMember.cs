using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>
/// A member of a consumer group. One thread polls and does nothing else, so that the group never takes this member for dead; lanes handle
/// what it brings.
/// </summary>
internal sealed class GroupMember : IAsyncDisposable
{
    private static readonly TimeSpan _pollTimeout = TimeSpan.FromMilliseconds(100);

    // A partition that is paused is soon resumed, and a member that leaves is soon gone.
    private static readonly TimeSpan _shortPollTimeout = TimeSpan.FromMilliseconds(5);

    private readonly TransportSubscription _subscription;
    private readonly KafkaClients _clients;
    private readonly ConsumerLimits _limits;
    private readonly ILogger _logger;
    private readonly MessageReader _reader;
    private readonly Lane[] _lanes;
    private readonly Assignment _assignment;
    private readonly Backpressure _backpressure;
    private readonly ManualResetEventSlim _leaving = new();
    private readonly Task _handling;
    private readonly Task _polling;
    private IConsumer<byte[], byte[]> _consumer;
    private volatile bool _isAbandoned;
    private ErrorCode _lastError = ErrorCode.NoError;

    public GroupMember(
        TransportSubscription subscription,
        KafkaClients clients,
        KafkaOptions options,
        ConsumerLimits limits,
        ForeignEvents foreign,
        TimeProvider timeProvider,
        ILogger logger)
    {
        (_subscription, _clients, _limits, _logger) = (subscription, clients, limits, logger);
        _reader = new MessageReader(subscription.Group, options, foreign, logger);
        _lanes =
        [
            .. Enumerable.Range(0, options.Consumer.Lanes).Select(_ =>
                new Lane(subscription, new LaneBuffer(options.Consumer.BatchSize, limits), limits.Redelivery, timeProvider, logger)),
        ];
        _assignment = new Assignment(subscription.Group, _lanes, limits.RevocationWait, logger);
        _backpressure = new Backpressure(_assignment);
        _consumer = Join();
        _handling = Task.WhenAll(_lanes.Select(lane => Task.Run(lane.RunAsync)));
        _polling = Task.Factory.StartNew(Poll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
        _assignment.Abandon();
        StopLanes();
    }

    private void StopLanes()
    {
        _leaving.Set();
        Array.ForEach(_lanes, lane => lane.Stop());
    }

    private void Poll()
    {
        using var lag = new ConsumerLag(_subscription.Group, _assignment);
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
                    _logger.ConsumerFailed(exception, _subscription.Group);
                    _assignment.Abandon();
                    _consumer.Dispose();
                    _consumer = Join();
                    _leaving.Wait(_limits.Redelivery.DelayAfter(failures));
                }
            }

            if (!_isAbandoned)
            {
                Leave();
            }
        }
        finally
        {
            _assignment.Abandon();
            _consumer.Dispose();
        }
    }

    private void PollOnce()
    {
        if (_leaving.IsSet)
        {
            _backpressure.PauseAll();
        }
        else
        {
            _backpressure.ResumeWhereThereIsRoom();
        }

        var result = _consumer.Consume(_backpressure.IsAnyPaused || _leaving.IsSet ? _shortPollTimeout : _pollTimeout);
        if (result is not null && !_leaving.IsSet && _assignment.Find(result.TopicPartition) is { } partition)
        {
            _lastError = ErrorCode.NoError;
            partition.Lane.Buffer.Add(Read(result, partition));
            _backpressure.WaitFor(partition.Lane);
        }
    }

    private Delivery Read(ConsumeResult<byte[], byte[]> result, AssignedPartition partition)
    {
        if (result.IsPartitionEOF)
        {
            // The end may lie behind marks of transactions, which nobody sees: it is stored after what came before it.
            return new Delivery(partition, result.Offset.Value, Bytes: 0, Event: null, Unreadable: null);
        }

        var (envelope, unreadable) = _reader.Read(result);
        return new Delivery(partition, result.Offset.Value + 1, result.Message.Value?.Length ?? 0, envelope, unreadable);
    }

    private IConsumer<byte[], byte[]> Join()
    {
        var consumer = _clients.PrepareConsumer(_subscription.Group)
            .SetPartitionsAssignedHandler((consumer, partitions) => _assignment.Assign(consumer, partitions))
            .SetPartitionsRevokedHandler((_, partitions) => _assignment.Revoke(partitions.ConvertAll(item => item.TopicPartition)))
            .SetPartitionsLostHandler((_, partitions) => _assignment.Lose(partitions.ConvertAll(item => item.TopicPartition)))
            .Build();
        consumer.Subscribe(_subscription.Topics);
        return consumer;
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
            _logger.GroupLeftWithoutGoodbye(exception, _subscription.Group);
        }
    }

    /// <summary>librdkafka goes on by itself: the same complaint is made once.</summary>
    private void Report(Error error)
    {
        if (error.Code != _lastError)
        {
            _lastError = error.Code;
            _logger.CannotReceive(_subscription.Group, _clients.Describe(error));
        }
    }
}
