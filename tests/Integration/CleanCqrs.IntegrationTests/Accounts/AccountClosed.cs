using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Accounts;

public sealed record AccountClosed(string AccountId) : IDomainEvent;

[IntegrationEvent("bank.accounts.closed.v1", "bank.accounts.closed")]
public sealed record AccountClosedEvent(string AccountId) : IIntegrationEvent;

public sealed class AccountClosedMapper : IIntegrationEventMapper<AccountClosed, AccountClosedEvent>
{
    public AccountClosedEvent Map(AccountClosed domainEvent) => new(domainEvent.AccountId);
}
