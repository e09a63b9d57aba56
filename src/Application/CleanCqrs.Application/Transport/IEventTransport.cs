namespace CleanCqrs.Application.Transport;

/// <summary>Carries events from the relay to the subscribers: in the process, or through a broker.</summary>
public interface IEventTransport
{
    /// <summary>
    /// Whether events leave this process. When they don't, nothing outside can apply them, and what a process that ends has in hand is
    /// delivered to nobody.
    /// </summary>
    bool LeavesProcess { get; }

    /// <summary>
    /// How long after a call of <see cref="PublishAsync"/> something of its batch may still leave for the broker, also when the process was
    /// stalled meanwhile; zero when nothing does. A lease on what is published must last longer.
    /// </summary>
    TimeSpan DeliveryTimeout { get; }

    /// <summary>
    /// What spans and metrics call the messaging system, by the conventions of OpenTelemetry (<c>messaging.system</c>), for example
    /// <c>kafka</c>. Default: <c>in_process</c>.
    /// </summary>
    string MessagingSystem => "in_process";

    /// <summary>
    /// Publishes events and waits for their fate. Events of one stream are delivered in the order given here, also when one in the middle
    /// is not: after a rejected or failed event, later ones of the same stream in the batch come back as failed.
    /// </summary>
    /// <param name="events">The events, those of each stream in the order of their versions.</param>
    /// <param name="cancellationToken">Gives up waiting. What was not acknowledged by then may or may not be delivered.</param>
    /// <returns>One result per event, in the order of <paramref name="events"/>.</returns>
    Task<IReadOnlyList<PublishResult>> PublishAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken);

    /// <summary>
    /// Starts to deliver events to a consumer group. Dispose the result to leave the group: it waits for the batch that is under way.
    /// </summary>
    /// <param name="subscription">The group, its topics and its handler.</param>
    /// <param name="cancellationToken">Gives up joining the group.</param>
    /// <returns>The membership in the group.</returns>
    Task<IAsyncDisposable> SubscribeAsync(TransportSubscription subscription, CancellationToken cancellationToken);
}
