using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Testing.Persistence;

/// <summary>Maps <see cref="WalletChanged"/>.</summary>
public sealed class WalletChangedMapper : IIntegrationEventMapper<WalletChanged, WalletChangedEvent>
{
    /// <inheritdoc />
    public WalletChangedEvent Map(WalletChanged domainEvent)
    {
        ArgumentNullException.ThrowIfNull(domainEvent);
        return new WalletChangedEvent(domainEvent.WalletId, domainEvent.Amount, domainEvent.At);
    }
}
