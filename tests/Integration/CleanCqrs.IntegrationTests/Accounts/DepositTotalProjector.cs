using MediatR;

namespace CleanCqrs.IntegrationTests.Accounts;

public sealed class DepositTotalProjector(StatementContext context, ProjectionProbe probe) : INotificationHandler<MoneyDepositedEvent>
{
    public async Task Handle(MoneyDepositedEvent notification, CancellationToken cancellationToken)
    {
        probe.SawDeposit(notification);
        var total = await context.DepositTotals.FindAsync([notification.AccountId], cancellationToken)
            ?? context.Add(new DepositTotal { AccountId = notification.AccountId }).Entity;
        total.Deposits++;
        total.Amount += notification.Amount;
    }
}
