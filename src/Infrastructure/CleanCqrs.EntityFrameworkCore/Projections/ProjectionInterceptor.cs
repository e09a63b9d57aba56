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
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        await BeforeQueryAsync(command, eventData, cancellationToken);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        BeforeQuery(command, eventData);
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        await BeforeQueryAsync(command, eventData, cancellationToken);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (Find(eventData) is { } pending)
        {
            pending.BeforeStatement(changesRows: true);
        }

        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Find(eventData) is { } pending)
        {
            await pending.BeforeStatementAsync(changesRows: true, cancellationToken);
        }

        return result;
    }

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
