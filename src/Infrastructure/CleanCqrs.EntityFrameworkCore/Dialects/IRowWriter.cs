using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Writes many rows of one table in the way that is the fastest on its database.</summary>
internal interface IRowWriter
{
    /// <summary>Whether values of a column can be written this way, and mean the same as when Entity Framework writes them.</summary>
    bool CanWrite(RelationalTypeMapping column);

    /// <summary>Whether these values can be written this way, where some values of a type can't.</summary>
    bool CanWrite(RowBatch rows) => true;

    /// <summary>Writes the rows, within the transaction that the context has open.</summary>
    /// <returns>How many rows were there to be written.</returns>
    Task<int> WriteAsync(DbContext context, RowBatch rows, CancellationToken cancellationToken);
}
