using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>A write context whose conventions would ruin the tables of the library if these did not say everything themselves.</summary>
public sealed class OddItemsContext(DbContextOptions<OddItemsContext> options) : ItemsContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        OddConventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(OddConventions.SchemaOf(Database.ProviderName, "shop"));
        modelBuilder.AddOutbox(OddConventions.SchemaOf(Database.ProviderName, "cqrs"), "billing_");
        modelBuilder.Entity<Item>().Property(item => item.Id).HasMaxLength(50);
    }
}

public sealed class OddSalesContext(DbContextOptions<OddSalesContext> options) : SalesContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        OddConventions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddProjectionState(OddConventions.SchemaOf(Database.ProviderName, "cqrs"), "billing_");
        modelBuilder.Entity<Sale>().Property(sale => sale.Id).HasMaxLength(50);
    }
}

internal static class OddConventions
{
    /// <summary>SQLite has no schemas.</summary>
    public static string? SchemaOf(string? provider, string schema) =>
        provider == "Microsoft.EntityFrameworkCore.Sqlite" ? null : schema;

    public static void Apply(ModelConfigurationBuilder conventions)
    {
        conventions.Properties<string>().HaveMaxLength(7).AreUnicode(false).AreFixedLength();
        conventions.Properties<DateTimeOffset>().HaveConversion<string>().HavePrecision(0);
        conventions.Properties<Enum>().HaveConversion<string>();
        conventions.Properties<Guid>().HaveConversion<byte[]>();
        conventions.Properties<long>().HaveConversion<string>();
        conventions.Conventions.Add(_ => new ShoutingNames());
    }

    /// <summary>Names and shortens at the end, with the rank of a convention, as plug-ins do.</summary>
    private sealed class ShoutingNames : IModelFinalizingConvention
    {
        public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            foreach (var type in modelBuilder.Metadata.GetEntityTypes())
            {
                type.Builder.ToTable(type.GetTableName()!.ToUpperInvariant());
                foreach (var property in type.GetProperties())
                {
                    property.Builder.HasColumnName(property.GetColumnName().ToUpperInvariant());
                    _ = property.ClrType == typeof(string) ? property.Builder.HasMaxLength(60) : null;
                }

                foreach (var key in type.GetKeys())
                {
                    key.Builder.HasName("KEY_" + type.GetTableName());
                }

                foreach (var index in type.GetIndexes())
                {
                    index.Builder.HasDatabaseName("INDEX_" + index.GetDatabaseName());
                }
            }
        }
    }
}
