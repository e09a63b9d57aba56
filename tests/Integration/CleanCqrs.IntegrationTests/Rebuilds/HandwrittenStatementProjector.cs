using CleanCqrs.IntegrationTests.Accounts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>Names the tables of the read model by hand.</summary>
public sealed class HandwrittenStatementProjector(StatementContext context) :
    INotificationHandler<AccountOpenedEvent>,
    INotificationHandler<MoneyDepositedEvent>
{
    public Task Handle(AccountOpenedEvent notification, CancellationToken cancellationToken) => context.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO statements (account_id, owner, balance, is_closed, trail)
        VALUES ({notification.AccountId}, {notification.Owner}, 0, {false}, 'statements:')
        """,
        cancellationToken);

    public async Task Handle(MoneyDepositedEvent notification, CancellationToken cancellationToken)
    {
        var found = await context.Statements.FromSql($"SELECT s.* FROM statements AS s WHERE s.account_id = {notification.AccountId}")
            .AsNoTracking().SingleAsync(cancellationToken);
        await context.Database.ExecuteSqlAsync(
            $"""
            UPDATE "statements" SET balance = balance + {notification.Amount}, trail = {$"{found.Trail} {notification.Amount}"}
            WHERE account_id = {notification.AccountId} -- only these statements
            """,
            cancellationToken);
    }
}
