using CleanCqrs.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.RelayProcess;

/// <summary>A read model without tables of its own.</summary>
public sealed class ProgressContext(DbContextOptions<ProgressContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.AddProjectionState().UsePortableConventions(Database.ProviderName);
}
