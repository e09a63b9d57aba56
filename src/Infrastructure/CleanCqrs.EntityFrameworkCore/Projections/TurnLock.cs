using System.Data.Common;
using CleanCqrs.Application.Persistence;
using CleanCqrs.Application.Projections;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Projections;

/// <summary>
/// Holds a lock of the database while it is the turn of a unit of work. The lock has a connection of its own: the transaction of the work
/// sees the database as it is when it begins, which must be after the lock was granted.
/// </summary>
internal sealed class TurnLock : IAsyncDisposable
{
    private readonly IDbContextTransaction _transaction;

    private TurnLock(IDbContextTransaction transaction) => _transaction = transaction;

    /// <returns>
    /// The turn; <see langword="null"/> where the database has one writer anyway, or the turn did not come in time and is not required.
    /// </returns>
    public static async Task<TurnLock?> TakeAsync(DbContext context, ProjectionTurn turn, CancellationToken cancellationToken)
    {
        if (Dialect.Find(context.Database.ProviderName)?.TakeTurn is not { } statement)
        {
            return null;
        }

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await context.Database.ExecuteSqlRawAsync(statement, [NameOf(turn.Name)], cancellationToken);
            return new TurnLock(transaction);
        }
        catch (DbException) when (!turn.IsRequired && !cancellationToken.IsCancellationRequested)
        {
            await transaction.DisposeAsync();
            return null;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Joins those who do not take turns, until the end of the transaction.</summary>
    /// <exception cref="ConcurrencyConflictException">Somebody has taken a turn.</exception>
    public static async Task ShareAsync(DbContext context, string turn, CancellationToken cancellationToken)
    {
        if (Dialect.Find(context.Database.ProviderName)?.ShareTurn is { } query
            && (await context.Database.SqlQueryRaw<int>(query, NameOf(turn)).ToListAsync(cancellationToken)) is not [1])
        {
            throw new ConcurrencyConflictException($"It is the turn of another batch of projection {turn}.");
        }
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    /// <summary>Locks of this kind belong to the whole database.</summary>
    private static string NameOf(string turn) => $"cleancqrs:{turn}";
}
