using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ordering.Infrastructure.PostgreSql;
using Ordering.Infrastructure.Sqlite;
using Ordering.Infrastructure.SqlServer;

namespace Migrations;

/// <summary>
/// Builds a context for the database that follows <c>--</c> on the command line of <c>dotnet ef</c>, just as the host would. Nothing
/// connects to it.
/// </summary>
internal static class DesignTimeOptions
{
    public static DbContextOptions<TContext> Of<TContext>(string[] args)
        where TContext : DbContext =>
            Services(args is [var provider, ..] ? provider : "Sqlite").GetRequiredService<DbContextOptions<TContext>>();

    private static ServiceProvider Services(string provider) => (provider switch
    {
        "Sqlite" => new ServiceCollection().AddOrderingSqlite("Data Source=write.db", "Data Source=read.db"),
        "PostgreSql" => new ServiceCollection().AddOrderingPostgreSql("Host=localhost;Database=write", "Host=localhost;Database=read"),
        "SqlServer" => new ServiceCollection().AddOrderingSqlServer("Server=localhost;Database=write", "Server=localhost;Database=read"),
        _ => throw new ArgumentException($"'{provider}' is no database: write -- Sqlite, -- PostgreSql or -- SqlServer."),
    }).BuildServiceProvider();
}
