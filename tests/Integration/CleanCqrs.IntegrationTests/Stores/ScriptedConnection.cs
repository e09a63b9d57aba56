using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A connection to a scripted server.</summary>
internal sealed class ScriptedConnection(ScriptedSqlServer server) : DbConnection
{
    private ConnectionState _state = ConnectionState.Closed;

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=scripted";

    public override string Database => "scripted";

    public override string DataSource => "scripted";

    public override string ServerVersion => "16.0";

    public override ConnectionState State => _state;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        new ScriptedTransaction(this, server, isolationLevel);

    protected override DbCommand CreateDbCommand() => new ScriptedCommand(server);
}
