using System.Data.Common;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>
/// Stands before every statement of a context that builds a generation: those written by hand get its tables, and none changes any other
/// table.
/// </summary>
internal sealed class ShadowGuard(GenerationPlaces places) : DbCommandInterceptor
{
    private readonly ShadowSql _sql =
        new(places.Dialect, places.Tables.Select(table => (places.WholeNameOf(table.Name), places[table.Name])));

    private HashSet<(string? Schema, string Name)>? _own;

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Pass(command, eventData, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) => ValueTask.FromResult(Pass(command, eventData, result));

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => Pass(command, eventData, result);

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Pass(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => Pass(command, eventData, result);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Pass(command, eventData, result));

    private T Pass<T>(DbCommand command, CommandEventData eventData, T result)
    {
        var rewritten = _sql.Rewrite(command.CommandText);
        if (!ReferenceEquals(rewritten, command.CommandText))
        {
            command.CommandText = rewritten;
        }

        _own ??= OwnOf(eventData.Context!);
        foreach (var changed in _sql.Changed(command.CommandText))
        {
            if (!_own.Contains(changed.Parts.Count > 1 ? (changed.Parts[0], changed.Parts[1]) : (null, changed.Parts[0])))
            {
                throw new InvalidOperationException(
                    $"A generation of a projection is being built, and its projector would change {changed}, which the projection does not "
                        + "own: the rows that queries read would change. If the projection alone writes them, say "
                        + "projection.Owns<TRow>() for their type; otherwise leave them alone where IProjectionContext.IsReplay is true.");
            }
        }

        return result;
    }

    private HashSet<(string? Schema, string Name)> OwnOf(DbContext context)
    {
        var own = new HashSet<(string?, string)>();
        foreach (var table in context.Model.GetRelationalModel().Tables.Where(table =>
            table.EntityTypeMappings.Any(mapping => OwnTables.Include((IReadOnlyTypeBase)mapping.TypeBase))))
        {
            var name = places.Dialect.Normalize(new TableName(table.Schema, table.Name));
            own.Add(name);
            own.Add((name.Schema ?? places.DefaultSchema, name.Name));
        }

        own.UnionWith(places.All.Select(places.Dialect.Normalize));
        return own;
    }
}
