using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>Brings envelopes that an older version of the program has written up to the newest version of their event.</summary>
public interface IEnvelopeUpcaster
{
    /// <summary>
    /// Rewrites type, topic and payload where the event has a newer version; identity, stream, version in the stream, time and trace stay. An envelope of the
    /// newest version comes back as it is, and so does one of an unknown type: a process that only relays need not know every event.
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <returns>The envelope of the newest version.</returns>
    /// <exception cref="UndecodableEventException">The old event can't be read, or its upcaster has failed.</exception>
    EventEnvelope ToNewest(EventEnvelope envelope);
}
