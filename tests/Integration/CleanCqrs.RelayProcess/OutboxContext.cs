using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.RelayProcess;

/// <summary>A write model without aggregates: the outbox alone.</summary>
public sealed class OutboxContext(DbContextOptions<OutboxContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.AddOutbox().UsePortableConventions(Database.ProviderName);
}
