using System.Data;
using System.Data.Common;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A transaction of a scripted server. It notes its beginning and its end; there is nothing to roll back.</summary>
internal sealed class ScriptedTransaction : DbTransaction
{
    private readonly ScriptedConnection _connection;
    private readonly ScriptedSqlServer _server;

    public ScriptedTransaction(ScriptedConnection connection, ScriptedSqlServer server, IsolationLevel isolationLevel)
    {
        (_connection, _server, IsolationLevel) = (connection, server, isolationLevel);
        server.Note(isolationLevel == IsolationLevel.Unspecified ? "BEGIN TRANSACTION" : $"BEGIN TRANSACTION -- {isolationLevel}");
    }

    public override IsolationLevel IsolationLevel { get; }

    protected override DbConnection DbConnection => _connection;

    public override void Commit() => _server.Note("COMMIT");

    public override void Rollback() => _server.Note("ROLLBACK");
}
