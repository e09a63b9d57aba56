using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.IntegrationTests.Accounts;

namespace CleanCqrs.IntegrationTests.Versions;

[IntegrationEvent("bank.accounts.deposited.v2", "bank.accounts.deposited")]
public sealed record MoneyDepositedV2Event(string AccountId, long Amount, string Currency) : IIntegrationEvent;

[IntegrationEvent("bank.accounts.deposited.v3", "bank.accounts.money")]
public sealed record MoneyDepositedV3Event(string AccountId, long Cents, string Currency) : IIntegrationEvent;

public sealed class DepositCurrencyUpcaster : IIntegrationEventUpcaster<MoneyDepositedEvent, MoneyDepositedV2Event>
{
    public MoneyDepositedV2Event Upcast(MoneyDepositedEvent integrationEvent) =>
        new(integrationEvent.AccountId, integrationEvent.Amount, "EUR");
}

public sealed class DepositCentsUpcaster : IIntegrationEventUpcaster<MoneyDepositedV2Event, MoneyDepositedV3Event>
{
    public MoneyDepositedV3Event Upcast(MoneyDepositedV2Event integrationEvent) =>
        new(integrationEvent.AccountId, checked(integrationEvent.Amount * 100), integrationEvent.Currency);
}

public sealed class MoneyDepositedV2Mapper : IIntegrationEventMapper<MoneyDeposited, MoneyDepositedV2Event>
{
    public MoneyDepositedV2Event Map(MoneyDeposited domainEvent) => new(domainEvent.AccountId, domainEvent.Amount, "USD");
}

public sealed class MoneyDepositedV3Mapper : IIntegrationEventMapper<MoneyDeposited, MoneyDepositedV3Event>
{
    public MoneyDepositedV3Event Map(MoneyDeposited domainEvent) => new(domainEvent.AccountId, domainEvent.Amount * 100, "SEK");
}
