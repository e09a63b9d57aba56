using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.Benchmarks.Shipments;

/// <summary>The read model.</summary>
public sealed class ShipmentViewContext(DbContextOptions<ShipmentViewContext> options) : DbContext(options)
{
    public DbSet<ShipmentView> ShipmentViews => Set<ShipmentView>();

    public DbSet<ShipmentTally> ShipmentTallies => Set<ShipmentTally>();

    public DbSet<ShipmentJourney> Journeys => Set<ShipmentJourney>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ShipmentView>(view =>
        {
            view.ToTable("shipment_views");
            view.HasKey(row => row.ShipmentId);
            view.Property(row => row.ShipmentId).ValueGeneratedNever();
        });
        modelBuilder.Entity<ShipmentTally>(tally =>
        {
            tally.ToTable("shipment_tallies");
            tally.Property(row => row.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ShipmentJourney>(journey =>
        {
            journey.ToTable("shipment_journeys");
            journey.HasKey(row => row.StreamId);
        });
        modelBuilder.AddProjectionState();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
