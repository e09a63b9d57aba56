namespace CleanCqrs.EntityFrameworkCore.Dialects;

/// <summary>Finds the dialect of a database.</summary>
internal static class Dialect
{
    private static readonly Dictionary<string, IDialect> _dialects = new()
    {
        ["Microsoft.EntityFrameworkCore.Sqlite"] = new SqliteDialect(),
        ["Npgsql.EntityFrameworkCore.PostgreSQL"] = new PostgreSqlDialect(),
        ["Microsoft.EntityFrameworkCore.SqlServer"] = new SqlServerDialect(),
    };

    public static IDialect? Find(string? providerName) => _dialects.GetValueOrDefault(providerName ?? string.Empty);

    public static IDialect Of(string? providerName) => Find(providerName)
        ?? throw new InvalidOperationException(
            $"The outbox can't be kept with the database provider {providerName}. Use one of {string.Join(", ", _dialects.Keys)} for the write context.");
}
