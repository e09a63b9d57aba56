using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A read model with columns of every kind.</summary>
public class SpecimenContext : DbContext
{
    public SpecimenContext(DbContextOptions<SpecimenContext> options)
        : base(options)
    {
    }

    protected SpecimenContext(DbContextOptions options)
        : base(options)
    {
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Specimen>(specimen =>
        {
            specimen.ToTable("specimens");
            specimen.HasKey(row => new { row.Region, row.Id });
            specimen.Property(row => row.DayName).HasConversion<string>();
            specimen.Property(row => row.Price).HasPrecision(18, 4);
            specimen.Property(row => row.Discount).HasPrecision(18, 4);
            specimen.Property(row => row.Label).HasMaxLength(8);
            specimen.Property(row => row.Version).IsConcurrencyToken();
        });
        modelBuilder.AddProjectionState();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
