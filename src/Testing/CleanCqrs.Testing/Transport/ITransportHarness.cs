using CleanCqrs.Application.Transport;

namespace CleanCqrs.Testing.Transport;

/// <summary>
/// Gives one test of the <see cref="TransportContract"/> a transport to work with, and what is around it. It is disposed after the test.
/// </summary>
public interface ITransportHarness : IAsyncDisposable
{
    /// <summary>What the technology has.</summary>
    TransportCapabilities Capabilities { get; }

    /// <summary>A topic that exists and that no other test uses. With a broker, give it several partitions.</summary>
    string Topic { get; }

    /// <summary>Another such topic, with as many partitions.</summary>
    string OtherTopic { get; }

    /// <summary>
    /// Another instance of the transport, as another process would have it. Without a broker: the same instance each time.
    /// </summary>
    /// <returns>The transport; the harness closes it in the end.</returns>
    IEventTransport Connect();

    /// <summary>
    /// Lets the process of an instance die: it says goodbye to nobody, completes nothing, and acknowledges nothing any more.
    /// </summary>
    /// <param name="transport">The instance, from <see cref="Connect"/>.</param>
    /// <returns>When it is gone.</returns>
    Task LoseAsync(IEventTransport transport) => throw WithoutBroker();

    /// <summary>Stops the broker. It keeps what it has.</summary>
    /// <returns>When nobody can reach it any more.</returns>
    Task StopBrokerAsync() => throw WithoutBroker();

    /// <summary>Starts the broker again.</summary>
    /// <returns>When it has begun to start.</returns>
    Task StartBrokerAsync() => throw WithoutBroker();

    /// <summary>Reads a topic from its beginning to its end, by other means than the transport.</summary>
    /// <param name="topic">The topic.</param>
    /// <returns>Identity, stream and version of the events at least; those of one stream in the order in which they are kept.</returns>
    Task<IReadOnlyList<EventEnvelope>> ReadLogAsync(string topic) => throw WithoutBroker();

    /// <summary>Publishes a message that is no event, as a foreign program might.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="key">Its key, or <see langword="null"/>.</param>
    /// <param name="value">Its value, or <see langword="null"/>.</param>
    /// <param name="headers">Its headers.</param>
    /// <returns>Where it is kept.</returns>
    Task<LogPosition> PublishForeignAsync(string topic, byte[]? key, byte[]? value, IReadOnlyList<KeyValuePair<string, byte[]>> headers) =>
        throw WithoutBroker();

    private static NotSupportedException WithoutBroker() => new("The harness must do this for a transport that has a broker.");
}
