using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Accounts;

/// <summary>The write model.</summary>
public sealed class BankContext(DbContextOptions<BankContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Branch> Branches => Set<Branch>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(row => row.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<Branch>(branch =>
        {
            branch.ToTable("branches");
            branch.HasIndex(row => row.Name).IsUnique();
        });
        modelBuilder.AddOutbox();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
