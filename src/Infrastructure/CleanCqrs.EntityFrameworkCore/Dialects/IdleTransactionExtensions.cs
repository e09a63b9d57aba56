using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>For transactions in which statement follows statement: when one falls idle, its process is stopped or gone.</summary>
internal static class IdleTransactionExtensions
{
    /// <summary>
    /// Lets the database end the current transaction when it falls idle, where it can, so that whoever takes over does not wait for its
    /// locks.
    /// </summary>
    public static async Task EndTransactionWhenIdleAsync(this DatabaseFacade database, CancellationToken cancellationToken)
    {
        if (Dialect.Find(database.ProviderName)?.EndIdleTransaction is { } statement)
        {
            await database.ExecuteSqlRawAsync(statement, cancellationToken);
        }
    }
}
