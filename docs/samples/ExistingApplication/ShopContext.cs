using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ExistingApplication;

public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Turnover> Turnovers => Set<Turnover>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Turnover>().HasKey(row => row.Customer);
        modelBuilder.AddOutbox("messaging", "cqrs_").AddProjectionState("messaging", "cqrs_");
    }
}
