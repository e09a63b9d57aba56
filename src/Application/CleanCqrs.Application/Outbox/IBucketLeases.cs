namespace CleanCqrs.Application.Outbox;

/// <summary>Shares the buckets of the outbox among the relay instances.</summary>
public interface IBucketLeases
{
    /// <summary>Gets or renews the lease of this instance.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The lease in force.</returns>
    Task<BucketLease> AcquireAsync(CancellationToken cancellationToken);
}
