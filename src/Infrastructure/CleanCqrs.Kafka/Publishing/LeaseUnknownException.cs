namespace CleanCqrs.Kafka.Publishing;

/// <summary>The store of the leases does not say who may publish a bucket range.</summary>
internal sealed class LeaseUnknownException(Exception cause) : Exception(
    $"Whether the bucket range is still leased to this relay could not be found out: {cause.Message}", cause);
