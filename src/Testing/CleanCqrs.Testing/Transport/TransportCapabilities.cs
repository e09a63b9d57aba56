namespace CleanCqrs.Testing.Transport;

/// <summary>What a technology has and another lacks. Where it lacks something, the contract asserts what happens instead.</summary>
public sealed record TransportCapabilities
{
    /// <summary>
    /// Whether a broker keeps the events: groups may come later, have several members in several processes, and other programs can write to
    /// a topic. Without a broker a group has one member, and an event is acknowledged when its handlers are done. Default: yes.
    /// </summary>
    public bool HasBroker { get; init; } = true;

    /// <summary>Whether the harness can stop the broker and start it again, as it can't with one that others use. Default: yes.</summary>
    public bool BrokerCanStop { get; init; } = true;

    /// <summary>
    /// Whether events of one stream are delivered in order also when they are on different topics. Default: yes. Without it they are in
    /// order topic by topic, and two members of a group may handle a stream at the same time, each its own topic.
    /// </summary>
    public bool OrdersAcrossTopics { get; init; } = true;

    /// <summary>
    /// A size of payload, in bytes, that the transport just takes; it rejects twice as much. <see langword="null"/> when it takes any.
    /// Default: <see langword="null"/>.
    /// </summary>
    public int? MaxPayloadBytes { get; init; }
}
