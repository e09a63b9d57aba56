namespace CleanCqrs.Application.IntegrationEvents;

/// <summary>
/// Makes the next version of an integration event out of an older one. Every event type has at most one upcaster, and upcasters form a
/// chain: v1 to v2, v2 to v3. It must be a pure function with a constructor that takes nothing: the same old event gives the same new one,
/// today in the relay and next year in a rebuild.
/// </summary>
/// <typeparam name="TOld">The older version; it keeps its class and its name on the wire.</typeparam>
/// <typeparam name="TNew">The next version.</typeparam>
public interface IIntegrationEventUpcaster<in TOld, out TNew>
    where TOld : IIntegrationEvent
    where TNew : IIntegrationEvent
{
    /// <summary>Makes the next version.</summary>
    /// <param name="integrationEvent">The event as it was written.</param>
    /// <returns>What the newer program would have written.</returns>
    TNew Upcast(TOld integrationEvent);
}
