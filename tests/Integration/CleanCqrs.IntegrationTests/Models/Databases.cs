using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>The databases for which a model can be built; no server is needed for that.</summary>
internal static class Databases
{
    public const string SqlServer = "SQL Server";

    public static TheoryData<string> All { get; } = [Shop.Sqlite, Shop.PostgreSql, SqlServer];

    public static DbContextOptions<TContext> Options<TContext>(string database)
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        return (database switch
        {
            Shop.Sqlite => options.UseSqlite("Data Source=:memory:"),
            Shop.PostgreSql => options.UseNpgsql("Host=127.0.0.1"),
            _ => options.UseSqlServer("Server=127.0.0.1"),
        }).Options;
    }

    public static bool IsOwn(IReadOnlyTypeBase type) => type.ClrType.Assembly == typeof(OutboxModelExtensions).Assembly;
}
