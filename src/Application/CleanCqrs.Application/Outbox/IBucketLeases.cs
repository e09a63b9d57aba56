namespace CleanCqrs.Application.Outbox;

/// <summary>
/// Shares the bucket ranges of the outbox among the relay instances. It belongs to the <see cref="IOutboxStore"/>, which refuses what is
/// recorded under a lease that is lost. One relay calls it, and never twice at the same time.
/// </summary>
public interface IBucketLeases
{
    /// <summary>
    /// Prolongs the lease of this instance, gives up what is beyond its fair share, and takes what is free up to it. Never called while
    /// something is being published.
    /// </summary>
    /// <param name="duration">How long the lease lasts.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The lease in force.</returns>
    Task<BucketLease> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Prolongs the lease of this instance as it is, while a publication takes long.</summary>
    /// <param name="duration">How long the lease lasts from now on.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the lease is prolonged.</returns>
    Task RenewAsync(TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives everything up, so that others take over without waiting.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when the lease is given up.</returns>
    Task ReleaseAsync(CancellationToken cancellationToken);
}
