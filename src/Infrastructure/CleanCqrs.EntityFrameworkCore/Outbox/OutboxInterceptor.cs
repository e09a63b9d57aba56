using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Clocks;
using CleanCqrs.EntityFrameworkCore.Contexts;
using CleanCqrs.EntityFrameworkCore.Idempotency;
using CleanCqrs.EntityFrameworkCore.Refusals;
using CleanCqrs.EntityFrameworkCore.Turns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>
/// Makes a plain <c>SaveChanges</c> enough: before it, domain event handlers run until no event is left, and every event gets an outbox
/// row.
/// </summary>
internal sealed class OutboxInterceptor(
    DomainEventLoop handlers, OutboxWriter outbox, OutboxDatabase database, IDatabaseClock clock, RefusedWrites refused)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    /// <summary>Whether the options of a context have it.</summary>
    public static bool IsIn(DbContext context) => IsIn(context.GetService<IDbContextOptions>());

    /// <summary>Adds it, once.</summary>
    public void AddTo(DbContextOptionsBuilder options)
    {
        if (!IsIn(options.Options))
        {
            options.AddInterceptors(this, WriterTurns.Instance, StatementTurns.Instance);
        }
    }

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        PrepareAsync(eventData.Context!, CancellationToken.None).GetAwaiter().GetResult();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await PrepareAsync(eventData.Context!, cancellationToken);
        return result;
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Complete(eventData);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Complete(eventData);
        return ValueTask.FromResult(result);
    }

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => Fail(eventData);

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Fail(eventData);
        return Task.CompletedTask;
    }

    public override void SaveChangesCanceled(DbContextEventData eventData) => outbox.Undo(eventData.Context!);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        outbox.Undo(eventData.Context!);
        return Task.CompletedTask;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => WakeRelay(eventData.Context);

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        WakeRelay(eventData.Context);
        return Task.CompletedTask;
    }

    /// <summary>Whether the last save of a context has happened, though an error came instead of an answer.</summary>
    public async Task<bool> HasHappenedAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (!await outbox.HasHappenedAsync(context, cancellationToken))
        {
            return false;
        }

        handlers.Complete(context);
        return true;
    }

    private async Task PrepareAsync(DbContext context, CancellationToken cancellationToken)
    {
        handlers.RefuseToSaveHalf(context);
        outbox.Undo(context);
        context.DetectOnce();
        if (context.HasStreams())
        {
            database.Require(context);
            await handlers.RunAsync(context, cancellationToken);
            await outbox.AddRowsAsync(context, cancellationToken);
        }

        await SavedKeys.CompleteAsync(context, outbox.PlacesIn(context), clock, cancellationToken);
    }

    private static bool IsIn(IDbContextOptions options) =>
        options.FindExtension<CoreOptionsExtension>()?.Interceptors?.Any(interceptor => interceptor is OutboxInterceptor) == true;

    private void Complete(SaveChangesCompletedEventData saved)
    {
        handlers.Complete(saved.Context!);
        outbox.Complete(saved.Context!);
        if (saved.EntitiesSavedCount > 0)
        {
            refused.OfCommands.Forget();
        }
    }

    private void Fail(DbContextErrorEventData failed)
    {
        refused.OfCommands.Note(failed.Exception);
        outbox.Fail(failed.Context!);
    }

    private void WakeRelay(DbContext? context)
    {
        if (context is not null)
        {
            outbox.WakeRelay(context);
        }
    }
}
