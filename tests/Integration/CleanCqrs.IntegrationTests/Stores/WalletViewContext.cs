using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>The read model of the store contract.</summary>
public sealed class WalletViewContext(DbContextOptions<WalletViewContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<WalletView>(view =>
        {
            view.ToTable("wallet_views");
            view.HasKey(row => row.WalletId);
            view.Property(row => row.Balance).HasPrecision(28, 10);
        });
        modelBuilder.AddProjectionState();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
