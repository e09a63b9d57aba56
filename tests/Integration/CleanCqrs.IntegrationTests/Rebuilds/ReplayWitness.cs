using System.Collections.Concurrent;
using CleanCqrs.Application.Projections;
using CleanCqrs.IntegrationTests.Accounts;
using MediatR;

namespace CleanCqrs.IntegrationTests.Rebuilds;

/// <summary>Sees what projectors are told of replays.</summary>
public sealed class ReplayWitness(IProjectionContext projection, ReplayWitness.Seen seen) : INotificationHandler<AccountOpenedEvent>
{
    public Task Handle(AccountOpenedEvent notification, CancellationToken cancellationToken)
    {
        seen.Add((notification.AccountId, projection.IsReplay));
        return Task.CompletedTask;
    }

    public sealed class Seen : ConcurrentBag<(string AccountId, bool IsReplay)>;
}
