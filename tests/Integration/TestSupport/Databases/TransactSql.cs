using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace TestSupport.Databases;

/// <summary>
/// Whether statements are such that SQL Server could read them, judged by its own parser without a server: with <c>QUOTED_IDENTIFIER</c>
/// on, as its drivers set it.
/// </summary>
public static class TransactSql
{
    /// <summary>The versions that statements are written for.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["2019", "2022", "Azure"];

    /// <returns>What is wrong, each error with its line; empty when all can be read.</returns>
    public static IReadOnlyList<string> ErrorsIn(string statements, string version)
    {
        using var text = new StringReader(statements);
        ParserFor(version).Parse(text, out var errors);
        return [.. errors.Select(error => string.Create(CultureInfo.InvariantCulture, $"Line {error.Line}: {error.Message}"))];
    }

    private static TSqlParser ParserFor(string version) => version switch
    {
        "2019" => new TSql150Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone),
        "2022" => new TSql160Parser(initialQuotedIdentifiers: true, SqlEngineType.Standalone),
        "Azure" => new TSql170Parser(initialQuotedIdentifiers: true, SqlEngineType.SqlAzure),
        _ => throw new ArgumentOutOfRangeException(nameof(version), version, "No parser is known for this version of SQL Server."),
    };
}
