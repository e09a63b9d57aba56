using Microsoft.EntityFrameworkCore;
using Ordering.Infrastructure.Sqlite;

namespace Migrations;

internal static class DesignTimeOptions
{
    public static DbContextOptions<TContext> Of<TContext>()
        where TContext : DbContext => new DbContextOptionsBuilder<TContext>()
        .UseSqlite("Data Source=:memory:", sqlite => sqlite.MigrationsAssembly(typeof(SqliteExtensions).Assembly.GetName().Name))
        .Options;
}
