using System.Data;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>A transaction of the session's own.</summary>
internal sealed class OwnTransaction(DbContext context, string projection, IsolationLevel isolation, ISessionPlace? place)
    : SessionTransaction
{
    private IDbContextTransaction? _transaction;

    public override Task HurryAsync(CancellationToken cancellationToken) =>
        context.Database.EndTransactionWhenIdleAsync(cancellationToken);

    public override Task CommitAsync(CancellationToken cancellationToken) => _transaction!.CommitAsync(cancellationToken);

    public override ValueTask DisposeAsync() => _transaction?.DisposeAsync() ?? ValueTask.CompletedTask;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _transaction = await context.Database.BeginTransactionAsync(isolation, cancellationToken);
        if (place is not null)
        {
            await place.OpenAsync(projection, context, cancellationToken);
        }
    }
}
