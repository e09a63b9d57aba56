using CleanCqrs.EntityFrameworkCore;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>A read model that says nothing but what it must.</summary>
public abstract class SalesContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Sale> Sales => Set<Sale>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddProjectionState();
}

public sealed class PlainSalesContext(DbContextOptions<PlainSalesContext> options) : SalesContext(options);

public sealed class Sale
{
    public string Id { get; set; } = string.Empty;

    public int Count { get; set; }
}

public sealed class SaleProjector(SalesContext context) : INotificationHandler<SoldEvent>
{
    public async Task Handle(SoldEvent notification, CancellationToken cancellationToken)
    {
        var sale = await context.Sales.FindAsync([notification.Sku], cancellationToken)
            ?? context.Add(new Sale { Id = notification.Sku }).Entity;
        sale.Count++;
    }
}
