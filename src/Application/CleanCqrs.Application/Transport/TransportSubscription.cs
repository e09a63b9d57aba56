namespace CleanCqrs.Application.Transport;

/// <summary>What a consumer group wants to receive, and who handles it.</summary>
/// <param name="Group">The name of the group: every group gets every event, and within a group each event has one handler.</param>
/// <param name="Topics">The topics to receive.</param>
/// <param name="Handler">
/// Handles a batch in which the events of each stream stand in the order of delivery. The batch counts as received when the handler
/// returns; when it throws, the batch is delivered again.
/// </param>
/// <param name="UnreadableHandler">
/// Keeps messages that are no events, for a person to look at. They count as received when it returns; when it throws, they are delivered
/// again.
/// </param>
public sealed record TransportSubscription(
    string Group,
    IReadOnlyCollection<string> Topics,
    Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> Handler,
    Func<IReadOnlyList<UnreadableMessage>, CancellationToken, Task> UnreadableHandler);
