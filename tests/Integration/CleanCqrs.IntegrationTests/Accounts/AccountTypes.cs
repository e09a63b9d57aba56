namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>The types that an assembly of this sample application would bring along.</summary>
public static class AccountTypes
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(Account),
        typeof(AccountOpened), typeof(AccountOpenedEvent), typeof(AccountOpenedMapper),
        typeof(MoneyDeposited), typeof(MoneyDepositedEvent), typeof(MoneyDepositedMapper),
        typeof(MoneyWithdrawn), typeof(MoneyWithdrawnEvent), typeof(MoneyWithdrawnMapper),
        typeof(AccountClosed), typeof(AccountClosedEvent), typeof(AccountClosedMapper),
    ];
}
