using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;

namespace CleanCqrs.IntegrationTests.Accounts;

public sealed record MoneyDeposited(string AccountId, long Amount) : IDomainEvent;

[IntegrationEvent("bank.accounts.deposited.v1", "bank.accounts.deposited")]
public sealed record MoneyDepositedEvent(string AccountId, long Amount) : IIntegrationEvent;

public sealed class MoneyDepositedMapper : IIntegrationEventMapper<MoneyDeposited, MoneyDepositedEvent>
{
    public MoneyDepositedEvent Map(MoneyDeposited domainEvent) => new(domainEvent.AccountId, domainEvent.Amount);
}
