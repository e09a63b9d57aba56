using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Accounts;

public sealed record MoneyWithdrawn(string AccountId, long Amount) : IDomainEvent;

[IntegrationEvent("bank.accounts.withdrawn.v1", "bank.accounts.withdrawn")]
public sealed record MoneyWithdrawnEvent(string AccountId, long Amount) : IIntegrationEvent;

public sealed class MoneyWithdrawnMapper : IIntegrationEventMapper<MoneyWithdrawn, MoneyWithdrawnEvent>
{
    public MoneyWithdrawnEvent Map(MoneyWithdrawn domainEvent) => new(domainEvent.AccountId, domainEvent.Amount);
}
