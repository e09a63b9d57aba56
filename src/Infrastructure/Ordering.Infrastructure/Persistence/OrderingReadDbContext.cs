using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Ordering.Application.Orders;

namespace Ordering.Infrastructure.Persistence;

/// <summary>The read model: one row per order, and how far its projection has come.</summary>
public sealed class OrderingReadDbContext(DbContextOptions<OrderingReadDbContext> options) : DbContext(options)
{
    private const string SqlServer = "Microsoft.EntityFrameworkCore.SqlServer";

    public DbSet<OrderSummary> OrderSummaries => Set<OrderSummary>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OrderSummary>(summary =>
        {
            summary.ToTable("order_summaries");
            summary.HasKey(s => s.OrderId);
            summary.Property(s => s.OrderId).ValueGeneratedNever();
            summary.Property(s => s.Status).HasMaxLength(ColumnLengths.Status);
            summary.Property(s => s.MemberId).HasMaxLength(ColumnLengths.MemberId);
            summary.Property(s => s.ProductId).HasMaxLength(ColumnLengths.ProductId);
            summary.Property(s => s.ProductName).HasMaxLength(ColumnLengths.ProductName);
            summary.Property(s => s.ProductThumbnailUrl).HasMaxLength(ColumnLengths.Url);
            summary.Property(s => s.UnitPrice).HasPrecision(18, 4);
            summary.Property(s => s.TotalPrice).HasPrecision(24, 4);
            summary.HasIndex(s => new { s.MemberId, s.OrderDate, s.OrderId }).IsDescending(false, true, true);
            summary.HasIndex(s => new { s.MemberId, s.Status, s.OrderDate, s.OrderId }).IsDescending(false, false, true, true);
            summary.HasIndex(s => s.ProductId, "ix_order_summaries_waiting_for_product").HasFilter(
                Database.ProviderName == SqlServer ? "product_details_pending = 1" : "product_details_pending");
        });
        modelBuilder.AddProjectionState();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
