using CleanCqrs.EntityFrameworkCore.Projections;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>A part of a transaction that others have begun and will end: it can be undone by itself.</summary>
internal sealed class SavepointTransaction(IDbContextTransaction transaction) : SessionTransaction
{
    private const string Savepoint = "cleancqrs_unit";

    private bool _isSaved;

    public override Task HurryAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        await transaction.ReleaseSavepointAsync(Savepoint, cancellationToken);
        _isSaved = true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (IsOpen && !_isSaved)
        {
            await transaction.RollbackToSavepointAsync(Savepoint);
        }
    }

    protected override Task BeginAsync(CancellationToken cancellationToken) =>
        transaction.CreateSavepointAsync(Savepoint, cancellationToken);
}
