using CleanCqrs.EntityFrameworkCore.Schemas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ordering.Infrastructure.Sqlite;

/// <summary>
/// Entity Framework's own lock is a row in the file, and stays for ever when its process is killed; every later start would wait for it. So
/// processes take turns by a lock of the operating system, which ends with its process, and who has it removes a row that was left behind.
/// </summary>
internal sealed class SqliteSchema<TContext>(string model, IServiceScopeFactory scopes, ILogger logger)
    : ModelSchema<TContext>(model, scopes)
    where TContext : DbContext
{
    private const string LockTable = "__EFMigrationsLock";

    private static readonly TimeSpan _probeInterval = TimeSpan.FromMilliseconds(50);

    protected override async Task MigrateAsync(TContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var file = Path.GetFullPath(context.Database.GetDbConnection().DataSource);
        OwnersFile.CreateFolder(Path.GetDirectoryName(file)!);
        using var turn = await WaitForTurnAsync($"{file}.migrating", cancellationToken);
        OwnersFile.Create(file);

        // Entity Framework does this to files that it makes itself only.
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = 'wal'", cancellationToken);
        await RemoveAbandonedLockAsync(context.Database, cancellationToken);
        await base.MigrateAsync(context, cancellationToken);
    }

    private async Task<FileStream> WaitForTurnAsync(string path, CancellationToken cancellationToken)
    {
        using var probe = new PeriodicTimer(_probeInterval);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return OwnersFile.Open(path);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (attempt == 0)
                {
                    logger.OtherProcessMigrates(Model);
                }

                await probe.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    private static async Task RemoveAbandonedLockAsync(DatabaseFacade database, CancellationToken cancellationToken)
    {
        var tables = await database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = {LockTable}")
            .SingleAsync(cancellationToken);
        if (tables > 0)
        {
            await database.ExecuteSqlRawAsync($"DELETE FROM \"{LockTable}\"", cancellationToken);
        }
    }
}
