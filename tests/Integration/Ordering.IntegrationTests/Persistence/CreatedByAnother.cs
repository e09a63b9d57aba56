using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Ordering.IntegrationTests.Persistence;

/// <summary>
/// Takes the place of a SQL Server on which another process creates the database between the look for it and its creation.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="logins">How often nobody can log in to it yet, after the other has begun.</param>
internal sealed class CreatedByAnother(string database, int logins) : DbCommandInterceptor, IDbConnectionInterceptor
{
    private const int CannotOpen = 4060;
    private const int DatabaseExists = 1801;

    private int _logins = int.MaxValue;

    public int Creations { get; private set; }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        connection.Database == database && _logins-- > 0
            ? throw SqlErrors.Create(CannotOpen)
            : ValueTask.FromResult(InterceptionResult.Suppress());

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (!command.CommandText.StartsWith("CREATE DATABASE", StringComparison.Ordinal))
        {
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(1));
        }

        (Creations, _logins) = (Creations + 1, logins);
        throw SqlErrors.Create(DatabaseExists);
    }

    /// <summary>The lock of the migrations is the first thing that is asked of a database that is there: here the test ends.</summary>
    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        command.CommandText.ShouldContain("sp_getapplock");
        throw new MigrationHasBegunException();
    }

    internal sealed class MigrationHasBegunException : Exception;
}
