using CleanCqrs.IntegrationTests.Accounts;
using MediatR;

namespace CleanCqrs.IntegrationTests.Versions;

/// <summary>Knows the newest version of a deposit, and no other.</summary>
public sealed class CentsProjector(StatementContext context)
    : INotificationHandler<AccountOpenedEvent>, INotificationHandler<MoneyDepositedV3Event>
{
    public Task Handle(AccountOpenedEvent notification, CancellationToken cancellationToken)
    {
        context.Add(new Statement { AccountId = notification.AccountId, Owner = notification.Owner, Trail = "opened" });
        return Task.CompletedTask;
    }

    public async Task Handle(MoneyDepositedV3Event notification, CancellationToken cancellationToken)
    {
        var statement = await context.Statements.FindAsync([notification.AccountId], cancellationToken)
            ?? throw new InvalidOperationException($"There is no statement of {notification.AccountId} yet.");
        statement.Trail += $" {notification.Cents} {notification.Currency}";
    }
}
