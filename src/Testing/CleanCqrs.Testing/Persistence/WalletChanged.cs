using CleanCqrs.Domain;

namespace CleanCqrs.Testing.Persistence;

/// <summary>A <see cref="Wallet"/> was opened or changed.</summary>
/// <param name="WalletId">Which.</param>
/// <param name="Amount">By how much.</param>
/// <param name="At">When.</param>
public sealed record WalletChanged(Guid WalletId, decimal Amount, DateTimeOffset At) : IDomainEvent;
