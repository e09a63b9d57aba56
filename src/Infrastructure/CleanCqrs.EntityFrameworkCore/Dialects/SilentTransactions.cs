using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Transactions in which statement follows statement: when one falls silent, its process is stopped or gone.</summary>
internal static class SilentTransactions
{
    /// <summary>Lets the database end the transaction under way in that case, where it can, so that those who take over do not wait for its locks.</summary>
    public static async Task EndWhenSilentAsync(this DatabaseFacade database, CancellationToken cancellationToken)
    {
        if (Dialect.Find(database.ProviderName)?.EndWhenSilent is { } statement)
        {
            await database.ExecuteSqlRawAsync(statement, cancellationToken);
        }
    }
}
