namespace Ordering.Replay.Api;

/// <summary>What the host says of itself.</summary>
internal sealed record OperationsStatus(OutboxStatus Outbox, IReadOnlyList<ProjectionStatus> Projections, long ProductDetailsPending)
{
    /// <summary>Nothing is under way any more; dead letters do not move by themselves and are not waited for.</summary>
    public bool Quiet => InMotion == 0;

    public long InMotion => Outbox.Pending + ProductDetailsPending + Projections.Sum(projection => projection.Parked + projection.Retrying);
}

/// <summary>What the host says of its outbox.</summary>
internal sealed record OutboxStatus(long Pending, long DeadLetters, long BlockedStreams, long Published);

/// <summary>What the host says of one projection.</summary>
internal sealed record ProjectionStatus(string Name, long Parked, long Retrying, long DeadLetters, long Streams);
