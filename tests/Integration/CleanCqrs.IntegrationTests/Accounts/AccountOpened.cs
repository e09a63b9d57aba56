using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Accounts;

public sealed record AccountOpened(string AccountId, string Owner) : IDomainEvent;

[IntegrationEvent("bank.accounts.opened.v1", "bank.accounts.opened")]
public sealed record AccountOpenedEvent(string AccountId, string Owner) : IIntegrationEvent;

public sealed class AccountOpenedMapper : IIntegrationEventMapper<AccountOpened, AccountOpenedEvent>
{
    public AccountOpenedEvent Map(AccountOpened domainEvent) => new(domainEvent.AccountId, domainEvent.Owner);
}
