using CleanCqrs.Application;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Consuming;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CleanCqrs.UnitTests.Kafka;

/// <summary>A member of a group with two lanes, whose consumer is a substitute.</summary>
internal sealed class SampleMember
{
    public const string Group = "statements";
    public const int BufferedEvents = 4;

    private readonly TaskCompletionSource _handling = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SampleMember(TimeSpan revocationWait = default)
    {
        var subscription = new TransportSubscription(Group, ["accounts"], NeverEndAsync, (_, _) => Task.CompletedTask);
        var limits = new ConsumerLimits { BufferedEvents = BufferedEvents };
        Lanes =
        [
            .. Enumerable.Range(0, 2).Select(_ => new Lane(
                subscription, new LaneBuffer(batchSize: 10, limits), new RetrySchedule(), TimeProvider.System, NullLogger.Instance)),
        ];
        Assignment = new Assignment(Group, Lanes, revocationWait, NullLogger.Instance);
    }

    public IConsumer<byte[], byte[]> Consumer { get; } = Substitute.For<IConsumer<byte[], byte[]>>();

    public IReadOnlyList<Lane> Lanes { get; }

    public Assignment Assignment { get; }

    /// <summary>Ends when the handler has a batch; the handler goes on until its attempt is given up.</summary>
    public Task Handling => _handling.Task;

    public static TopicPartition At(int partition) => new("accounts", partition);

    public AssignedPartition Assign(int partition)
    {
        Assignment.Assign(Consumer, [At(partition)]);
        return Assignment.Find(At(partition))!;
    }

    /// <summary>What was stored as handled, in its order.</summary>
    public IEnumerable<TopicPartitionOffset> Stored() => Consumer.ReceivedCalls()
        .Where(call => call.GetMethodInfo().Name == nameof(IConsumer<,>.StoreOffset))
        .Select(call => (TopicPartitionOffset)call.GetArguments()[0]!);

    public static Delivery DeliveryOf(AssignedPartition partition, long offset) => new(
        partition,
        offset + 1,
        Bytes: 1,
        new EventEnvelope(Guid.Empty, "opened.v1", "accounts", "a", offset + 1, DateTimeOffset.UnixEpoch, default),
        Unreadable: null);

    private async Task NeverEndAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        _handling.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
