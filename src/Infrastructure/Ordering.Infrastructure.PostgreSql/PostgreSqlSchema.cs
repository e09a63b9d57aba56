using CleanCqrs.EntityFrameworkCore.Schemas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Ordering.Infrastructure.PostgreSql;

/// <summary>
/// Entity Framework's own lock ends with each migration, and what there is to do was decided before it was taken: of several processes the
/// second would do again what the first has done. So they take turns by a lock of the session, which ends with it.
/// </summary>
internal sealed class PostgreSqlSchema<TContext>(string model, IServiceScopeFactory scopes) : ModelSchema<TContext>(model, scopes)
    where TContext : DbContext
{
    private const long Lock = 0x434C_4541_4E43_5152; // CLEANCQR

    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(100);

    protected override async Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await CreateAsync(context.GetService<IRelationalDatabaseCreator>(), cancellationToken);
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await WaitForTurnAsync(context, cancellationToken);
            await base.MigrateAsync(context, cancellationToken);
            await context.Database.SqlQuery<bool>($"SELECT pg_advisory_unlock({Lock}) AS \"Value\"").ToListAsync(cancellationToken);
        }
        catch
        {
            // A connection that goes back to its pool might keep the lock.
            NpgsqlConnection.ClearPool((NpgsqlConnection)context.Database.GetDbConnection());
            throw;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        try
        {
            if (!await creator.ExistsAsync(cancellationToken))
            {
                await creator.CreateAsync(cancellationToken);
            }
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process has created it in this moment, or the connection that is opened next says what is wrong.
        }
    }

    private static async Task WaitForTurnAsync(TContext context, CancellationToken cancellationToken)
    {
        using var probe = new PeriodicTimer(_probeInterval);
        while (await context.Database.SqlQuery<bool>($"SELECT pg_try_advisory_lock({Lock}) AS \"Value\"").ToListAsync(cancellationToken)
            is not [true])
        {
            await probe.WaitForNextTickAsync(cancellationToken);
        }
    }
}
