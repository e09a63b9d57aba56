using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>Nothing is pending and nothing is dead.</summary>
internal static class StatusChecks
{
    public static IEnumerable<Check> Of(OperationsStatus status)
    {
        yield return Check.None("Outbox: pending", status.Outbox.Pending);
        yield return Check.None("Outbox: dead letters", status.Outbox.DeadLetters);
        yield return Check.None("Outbox: blocked streams", status.Outbox.BlockedStreams);
        yield return Check.AtLeast("Projections reporting", 1, status.Projections.Count);
        yield return Check.None("Projections: parked", status.Projections.Sum(projection => projection.Parked));
        yield return Check.None("Projections: retrying", status.Projections.Sum(projection => projection.Retrying));
        yield return Check.None("Projections: dead letters", status.Projections.Sum(projection => projection.DeadLetters));
        yield return Check.None("Product details pending", status.ProductDetailsPending);
    }
}
