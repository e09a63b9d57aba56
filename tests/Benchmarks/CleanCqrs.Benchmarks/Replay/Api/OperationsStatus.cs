namespace CleanCqrs.Benchmarks.Replay.Api;

/// <summary>What the host says of itself.</summary>
public sealed record OperationsStatus(OutboxStatus Outbox, IReadOnlyList<ProjectionStatus> Projections, long ProductDetailsPending)
{
    /// <summary>Nothing is under way any more; dead letters do not move by themselves and are not waited for.</summary>
    public bool Quiet => InMotion == 0;

    public long InMotion => Outbox.Pending + ProductDetailsPending + Projections.Sum(projection => projection.Parked + projection.Retrying);
}
