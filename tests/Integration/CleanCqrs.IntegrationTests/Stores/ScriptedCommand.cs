using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>
/// A command for a scripted server, with the parameters of the real driver: they know the types that SQL Server would be told.
/// </summary>
internal sealed class ScriptedCommand(ScriptedSqlServer server) : DbCommand
{
    private readonly SqlCommand _real = new();

    [AllowNull]
    public override string CommandText { get; set; } = string.Empty;

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    public IEnumerable<SqlParameter> SqlParameters => _real.Parameters.Cast<SqlParameter>();

    protected override DbConnection? DbConnection { get; set; }

    protected override DbParameterCollection DbParameterCollection => _real.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery() => server.Execute(this);

    public override object? ExecuteScalar() => throw new NotSupportedException("No store asks for a scalar.");

    protected override DbParameter CreateDbParameter() => new SqlParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => server.Read(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _real.Dispose();
        }

        base.Dispose(disposing);
    }
}
