using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Consuming;

/// <summary>A message on its way to the handler, or the end of a partition.</summary>
/// <param name="Partition">The partition, as it was assigned when the message came.</param>
/// <param name="NextOffset">The offset to store when it is handled.</param>
/// <param name="Bytes">The size of its payload.</param>
/// <param name="Event">The event.</param>
/// <param name="Unreadable">The message, when it is no event.</param>
internal readonly record struct Delivery(
    AssignedPartition Partition, long NextOffset, int Bytes, EventEnvelope? Event, UnreadableMessage? Unreadable);
