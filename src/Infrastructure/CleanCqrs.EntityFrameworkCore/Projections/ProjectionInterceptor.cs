using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Contexts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>Has the changes of a batch written before a projector's own statement could miss them.</summary>
internal sealed class ProjectionInterceptor : DbCommandInterceptor
{
    private static readonly ContextNotes<PendingChanges> _pending = new();

    public static ProjectionInterceptor Instance { get; } = new();

    /// <summary>Watches the statements of a context.</summary>
    public static PendingChanges Watch(DbContext context) => _pending.Set(context, new PendingChanges(context));

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        BeforeQuery(command, eventData);
        GateOf(eventData.Context)?.Enter();
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        await BeforeQueryAsync(command, eventData, cancellationToken);
        GateOf(eventData.Context)?.Enter();
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        BeforeQuery(command, eventData);
        GateOf(eventData.Context)?.Enter();
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        await BeforeQueryAsync(command, eventData, cancellationToken);
        GateOf(eventData.Context)?.Enter();
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Find(eventData)?.BeforeStatement(changesRows: true);
        GateOf(eventData.Context)?.Enter();
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        if (Find(eventData) is { } pending)
        {
            await pending.BeforeStatementAsync(changesRows: true, cancellationToken);
        }

        GateOf(eventData.Context)?.Enter();
        return result;
    }

    public override object? ScalarExecuted(DbCommand command, CommandExecutedEventData eventData, object? result)
    {
        GateOf(eventData.Context)?.Leave();
        return result;
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ScalarExecuted(command, eventData, result));

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        GateOf(eventData.Context)?.Leave();
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(NonQueryExecuted(command, eventData, result));

    public override InterceptionResult DataReaderDisposing(
        DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        GateOf(eventData.Context)?.Leave();
        return result;
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => GateOf(eventData.Context)?.Leave();

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        CommandFailed(command, eventData);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => GateOf(eventData.Context)?.Leave();

    public override Task CommandCanceledAsync(
        DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        CommandCanceled(command, eventData);
        return Task.CompletedTask;
    }

    private static StatementGate? GateOf(DbContext? context) => context is null ? null : _pending.Find(context)?.Gate;

    /// <summary>Looking for a key that is not tracked can't miss a change that is.</summary>
    private static PendingChanges? FindMissing(DbCommand command, CommandEventData eventData) =>
        command.CommandText.Contains(FindTag.Text, StringComparison.Ordinal) ? null : Find(eventData);

    private static void BeforeQuery(DbCommand command, CommandEventData eventData) =>
        FindMissing(command, eventData)?.BeforeStatement(changesRows: false);

    private static ValueTask BeforeQueryAsync(DbCommand command, CommandEventData eventData, CancellationToken cancellationToken) =>
        FindMissing(command, eventData) is { } pending
            ? pending.BeforeStatementAsync(changesRows: false, cancellationToken)
            : ValueTask.CompletedTask;

    /// <summary>What Entity Framework writes itself is no statement of a projector.</summary>
    private static PendingChanges? Find(CommandEventData eventData) =>
        eventData.Context is { } context && eventData.CommandSource != CommandSource.SaveChanges ? _pending.Find(context) : null;
}
