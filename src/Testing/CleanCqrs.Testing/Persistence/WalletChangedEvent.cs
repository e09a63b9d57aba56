using CleanCqrs.Application.IntegrationEvents;

namespace CleanCqrs.Testing.Persistence;

/// <summary>A <see cref="Wallet"/> was opened or changed, as others hear of it.</summary>
/// <param name="WalletId">Which.</param>
/// <param name="Amount">By how much.</param>
/// <param name="At">When.</param>
[IntegrationEvent("contract.wallets.changed.v1", "contract.wallets.changed")]
public sealed record WalletChangedEvent(Guid WalletId, decimal Amount, DateTimeOffset At) : IIntegrationEvent;
