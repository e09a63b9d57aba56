using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.IntegrationTests.Stores;

/// <summary>A context with a save of its own.</summary>
public sealed class SavingSpecimenContext(DbContextOptions<SavingSpecimenContext> options) : SpecimenContext(options)
{
    public int Saves { get; private set; }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Saves++;
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
