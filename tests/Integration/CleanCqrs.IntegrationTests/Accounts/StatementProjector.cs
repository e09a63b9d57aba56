using CleanCqrs.Application.Projections;
using MediatR;

namespace CleanCqrs.IntegrationTests.Accounts;

public sealed class StatementProjector(StatementContext context, IProjectionContext projection, ProjectionProbe probe) :
    INotificationHandler<AccountOpenedEvent>,
    INotificationHandler<MoneyDepositedEvent>,
    INotificationHandler<MoneyWithdrawnEvent>,
    INotificationHandler<AccountClosedEvent>,
    IProjectionPrefetch
{
    public Task PrefetchAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken)
    {
        probe.SawPrefetch(events, context.Database.CurrentTransaction is not null);
        return Task.CompletedTask;
    }

    public async Task Handle(AccountOpenedEvent notification, CancellationToken cancellationToken)
    {
        await probe.SeeAsync(projection.Current, cancellationToken);
        context.Add(new Statement { AccountId = notification.AccountId, Owner = notification.Owner, Trail = "opened" });
    }

    public Task Handle(MoneyDepositedEvent notification, CancellationToken cancellationToken) => ChangeAsync(
        notification.AccountId,
        $"+{notification.Amount}",
        statement => statement.Balance += notification.Amount,
        cancellationToken);

    public Task Handle(MoneyWithdrawnEvent notification, CancellationToken cancellationToken) => ChangeAsync(
        notification.AccountId,
        $"-{notification.Amount}",
        statement => statement.Balance -= notification.Amount,
        cancellationToken);

    public Task Handle(AccountClosedEvent notification, CancellationToken cancellationToken) => ChangeAsync(
        notification.AccountId,
        "closed",
        statement => statement.IsClosed = true,
        cancellationToken);

    private async Task ChangeAsync(string accountId, string step, Action<Statement> change, CancellationToken cancellationToken)
    {
        await probe.SeeAsync(projection.Current, cancellationToken);
        var statement = await context.Statements.FindAsync([accountId], cancellationToken)
            ?? throw new InvalidOperationException($"There is no statement of {accountId} yet.");
        change(statement);
        statement.Trail += $" {step}";
    }
}
