using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>What the library has to say differently to each database. Everything else is SQL that all of them understand.</summary>
internal interface IDialect
{
    /// <summary>The time by the clock of the database, as an expression of the type in which the database keeps a <see cref="DateTimeOffset"/>.</summary>
    string Now { get; }

    /// <summary>How a <see cref="DateTimeOffset"/> is kept, or <see langword="null"/> where the database keeps and compares it as it is.</summary>
    ValueConverter? Times { get; }

    /// <summary>The collation that tells texts apart letter by letter, or <see langword="null"/> where that goes without saying.</summary>
    string? TextCollation { get; }

    /// <summary>The properties that pending messages are indexed by, among pending messages only.</summary>
    IReadOnlyList<string> PendingIndex { get; }

    /// <summary>Writes many rows at once, or <see langword="null"/> where Entity Framework does that well by itself.</summary>
    IRowWriter? RowWriter { get; }

    /// <summary>
    /// Lets the database end the transaction under way when its client is silent for a while: a process that is stopped in its midst would otherwise keep the locks
    /// for as long, and nobody could take over. <see langword="null"/> where the database has no such means.
    /// </summary>
    string? EndWhenSilent { get; }

    /// <summary>A query for the texts of a JSON array, <c>{0}</c>, as a column <c>Value</c>; <see langword="null"/> where lists are compared with columns as they are.</summary>
    string? TextsOf { get; }

    /// <summary>That time, and some more.</summary>
    /// <param name="milliseconds">An expression: how much more.</param>
    string NowPlus(string milliseconds);
}
