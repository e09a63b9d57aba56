using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>Notes every statement about outbox messages that a context sends to its database.</summary>
internal sealed class SentStatements : DbCommandInterceptor
{
    private static readonly string[] _verbs = ["SELECT", "UPDATE", "DELETE"];

    private readonly ConcurrentQueue<SentStatement> _statements = [];

    /// <summary>Those since the last call.</summary>
    public List<SentStatement> Take()
    {
        var taken = new List<SentStatement>();
        while (_statements.TryDequeue(out var statement))
        {
            taken.Add(statement);
        }

        return taken;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command)
    {
        if (command.CommandText.Contains("outbox_messages", StringComparison.Ordinal)
            && _verbs.Any(verb => command.CommandText.StartsWith(verb, StringComparison.Ordinal)))
        {
            _statements.Enqueue(new SentStatement(
                command.CommandText,
                command.Parameters.Cast<DbParameter>().ToDictionary(parameter => parameter.ParameterName, parameter => parameter.Value)));
        }
    }
}
