using CleanCqrs.Application.Rebuilds;
using CleanCqrs.EntityFrameworkCore.Tables;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Rebuilds;

/// <summary>Looks at the record of generations in a way that nobody changes it before the transaction ends.</summary>
internal static class GenerationRecord
{
    /// <param name="context">The context, with an open transaction.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="locking">What keeps, or takes, the row.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Whether it is the same rebuild still, and being built.</returns>
    public static async Task<bool> KeepAsync(
        DbContext context, Generation generation, string locking, CancellationToken cancellationToken)
    {
        var table = new StoredTable(context.Model.FindEntityType(typeof(GenerationRow))!, context);
        var query = $"SELECT * FROM {table.Name} WHERE {table[nameof(GenerationRow.Projection)]} = {{0}} "
            + $"AND {table[nameof(GenerationRow.Number)]} = {{1}}{locking}";
        var found = await context.Set<GenerationRow>().FromSqlRaw(query, generation.Projection, generation.Number)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return found is [var row]
            && row.Rebuild == generation.Rebuild
            && row.State is RebuildState.Building or RebuildState.Ready;
    }
}
