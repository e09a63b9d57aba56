using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>The write model.</summary>
public sealed class ShipmentContext(DbContextOptions<ShipmentContext> options) : DbContext(options)
{
    public DbSet<Shipment> Shipments => Set<Shipment>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Shipment>(shipment =>
        {
            shipment.ToTable("shipments");
            shipment.Property(row => row.Id).ValueGeneratedNever();
            shipment.ComplexProperty(row => row.Details);
        });
        modelBuilder.AddOutbox();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
