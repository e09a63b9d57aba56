using CleanCqrs.IntegrationTests.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>Changes rows that its projection does not own, in one way or another.</summary>
public sealed class MeddlingProjector(StatementContext context) :
    INotificationHandler<AccountOpenedEvent>,
    INotificationHandler<MoneyDepositedEvent>
{
    public Task Handle(AccountOpenedEvent notification, CancellationToken cancellationToken)
    {
        context.Add(new Statement { AccountId = notification.AccountId, Owner = notification.Owner });
        if (notification.AccountId == "tracked")
        {
            context.Add(new DepositTotal { AccountId = notification.AccountId });
        }

        return Task.CompletedTask;
    }

    public Task Handle(MoneyDepositedEvent notification, CancellationToken cancellationToken) => notification.AccountId switch
    {
        "bulk" => context.DepositTotals.ExecuteUpdateAsync(
            total => total.SetProperty(row => row.Amount, row => row.Amount + 1), cancellationToken),
        "raw" => context.Database.ExecuteSqlAsync($"DELETE FROM deposit_totals", cancellationToken),
        _ => Task.CompletedTask,
    };
}
