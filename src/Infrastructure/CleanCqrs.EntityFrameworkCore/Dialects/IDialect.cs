namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>What the library has to say differently to each database. Everything else is SQL that all of them understand.</summary>
internal interface IDialect
{
    /// <summary>The time by the clock of the database, as an expression of the type in which the database keeps a <see cref="DateTimeOffset"/>.</summary>
    string Now { get; }

    /// <summary>That time, and some more.</summary>
    /// <param name="milliseconds">An expression: how much more.</param>
    string NowPlus(string milliseconds);
}
