using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Simulation.Planted;

/// <summary><see cref="PlantedFault.BelieveInAnOldLease"/>.</summary>
internal sealed class EndlessLeases(IBucketLeases leases) : IBucketLeases
{
    public async Task<BucketLease> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        await leases.AcquireAsync(duration, cancellationToken) with { Duration = TimeSpan.MaxValue };

    public Task RenewAsync(TimeSpan duration, CancellationToken cancellationToken) => leases.RenewAsync(duration, cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => leases.ReleaseAsync(cancellationToken);
}
