using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using MediatR;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>The projector of statements after a change of its code: it writes words where the former one writes signs.</summary>
public sealed class WordyStatementProjector(StatementContext context, IProjectionContext projection, ProjectionProbe probe) :
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
        context.Add(new Statement { AccountId = notification.AccountId, Owner = notification.Owner, Trail = "begin" });
    }

    public Task Handle(MoneyDepositedEvent notification, CancellationToken cancellationToken) => ChangeAsync(
        notification.AccountId, $"in {notification.Amount}", statement => statement.Balance += notification.Amount, cancellationToken);

    public Task Handle(MoneyWithdrawnEvent notification, CancellationToken cancellationToken) => ChangeAsync(
        notification.AccountId, $"out {notification.Amount}", statement => statement.Balance -= notification.Amount, cancellationToken);

    public Task Handle(AccountClosedEvent notification, CancellationToken cancellationToken) =>
        ChangeAsync(notification.AccountId, "end", statement => statement.IsClosed = true, cancellationToken);

    private async Task ChangeAsync(string accountId, string step, Action<Statement> change, CancellationToken cancellationToken)
    {
        await probe.SeeAsync(projection.Current, cancellationToken);
        var statement = await context.Statements.FindAsync([accountId], cancellationToken)
            ?? throw new InvalidOperationException($"There is no statement of {accountId} yet.");
        change(statement);
        statement.Trail += $", {step}";
    }
}
