using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>The read models.</summary>
public sealed class StatementContext(DbContextOptions<StatementContext> options) : DbContext(options)
{
    public DbSet<Statement> Statements => Set<Statement>();

    public DbSet<DepositTotal> DepositTotals => Set<DepositTotal>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Statement>(statement =>
        {
            statement.ToTable("statements");
            statement.HasKey(row => row.AccountId);
            statement.HasIndex(row => row.Owner);
        });
        modelBuilder.Entity<DepositTotal>(total =>
        {
            total.ToTable("deposit_totals");
            total.HasKey(row => row.AccountId);
        });
        modelBuilder.AddProjectionState();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
