using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Models;

/// <summary>A write model that says nothing but what it must.</summary>
public abstract class ItemsContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Item> Items => Set<Item>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddOutbox();
}

public sealed class PlainItemsContext(DbContextOptions<PlainItemsContext> options) : ItemsContext(options);
