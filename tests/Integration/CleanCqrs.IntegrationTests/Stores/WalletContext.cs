using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Testing.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>The write model of the store contract.</summary>
public sealed class WalletContext(DbContextOptions<WalletContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Wallet>(wallet =>
        {
            wallet.ToTable("wallets");
            wallet.Property(row => row.Id).ValueGeneratedNever();
            wallet.Property(row => row.Balance).HasPrecision(28, 10);
        });
        modelBuilder.AddOutbox();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
