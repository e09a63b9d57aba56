using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Ordering.Domain.Orders;

namespace Ordering.Infrastructure.Persistence;

/// <summary>The write model: orders, what they need to know of products, and the outbox beside them.</summary>
public sealed class OrderingDbContext(DbContextOptions<OrderingDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders");
            order.Property(o => o.Id).HasConversion(id => id.Value, value => new OrderId(value)).ValueGeneratedNever();
            order.Property(o => o.MemberId).HasMaxLength(ColumnLengths.MemberId);
            order.Property(o => o.ProductId).HasConversion(id => id.Value, value => new ProductId(value)).HasMaxLength(
                ColumnLengths.ProductId);
            order.Property(o => o.UnitPrice).HasPrecision(18, 4);
            order.Property(o => o.Status).HasConversion<string>().HasMaxLength(ColumnLengths.Status);
        });
        modelBuilder.Entity<RememberedProduct>(product =>
        {
            product.ToTable("remembered_products");
            product.HasKey(p => p.ProductId);
            product.Property(p => p.ProductId).HasMaxLength(ColumnLengths.ProductId);
            product.Property(p => p.Name).HasMaxLength(ColumnLengths.ProductName);
            product.Property(p => p.ThumbnailUrl).HasMaxLength(ColumnLengths.Url);
            product.Property(p => p.UnitPrice).HasPrecision(18, 4);
        });
        modelBuilder.AddOutbox();
        modelBuilder.UsePortableConventions(Database.ProviderName);
    }
}
