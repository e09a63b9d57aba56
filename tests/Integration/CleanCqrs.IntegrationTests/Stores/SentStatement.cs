using System.Data.Common;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A statement as a store has sent it.</summary>
internal sealed record SentStatement(string Sql, IReadOnlyDictionary<string, object?> Parameters)
{
    public DbCommand ToCommand(DbConnection connection, string prefix)
    {
        var command = connection.CreateCommand();
        command.CommandText = prefix + Sql;
        foreach (var (name, value) in Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
