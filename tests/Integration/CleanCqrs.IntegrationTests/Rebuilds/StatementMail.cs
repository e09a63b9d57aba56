using CleanCqrs.IntegrationTests.Accounts;
using MediatR;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>Does what can't be undone.</summary>
public sealed class StatementMail(StatementMail.Sent sent) : INotificationHandler<AccountOpenedEvent>
{
    public Task Handle(AccountOpenedEvent notification, CancellationToken cancellationToken)
    {
        sent.Add(notification.AccountId);
        return Task.CompletedTask;
    }

    public sealed class Sent : System.Collections.Concurrent.ConcurrentBag<string>;
}
