using System.Data.Common;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>
/// What the harness of the store contract has to do differently on each database. The databases are made when it is, and dropped with it.
/// </summary>
internal interface IStoreDatabase : IAsyncDisposable
{
    bool HasOneWriter { get; }

    /// <summary>A time long ago, as a literal of the type in which the database keeps times.</summary>
    string LongAgo { get; }

    void UseWrite(DbContextOptionsBuilder options);

    void UseRead(DbContextOptionsBuilder options);

    /// <summary>A statement that inserts published messages, and one that brings the statistics up to date.</summary>
    /// <param name="count">How many messages.</param>
    /// <param name="time">When they were published.</param>
    IEnumerable<string> HistorySql(int count, DateTimeOffset time);

    /// <summary>Asks for the plan of a statement. What it would change stays as it is.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="statement">The statement, with its parameters.</param>
    Task<StatementPlan> ExplainAsync(DbConnection connection, SentStatement statement);
}
