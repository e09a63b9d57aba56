using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.History;

/// <summary>Some of what a partition holds, from a position on.</summary>
/// <param name="Events">The events by their positions; <see cref="EventEnvelope.ReceivedFrom"/> says where each stands.</param>
/// <param name="Unreadable">Messages among them that are no events, or not of this system.</param>
/// <param name="Position">Up to which position the page reaches: read on after it.</param>
/// <param name="FirstKept">The first position that the partition still holds: what stood before it is gone.</param>
/// <param name="IsLast">Whether nothing is left up to the position that was asked for.</param>
internal sealed record TopicPage(
    IReadOnlyList<EventEnvelope> Events,
    IReadOnlyList<UnreadableMessage> Unreadable,
    long Position,
    long FirstKept,
    bool IsLast);
