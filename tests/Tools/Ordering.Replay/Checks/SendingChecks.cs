using Ordering.Replay.Planning;
using Ordering.Replay.Sending;

namespace Ordering.Replay.Checks;

/// <summary>Every command was answered, and answered as the rules of ordering ask for.</summary>
internal static class SendingChecks
{
    public static IEnumerable<Check> Of(ReplayPlan plan, Figures figures)
    {
        yield return Check.Equal("Commands answered", plan.Commands, figures.Answered);
        yield return Check.Equal("Orders accepted", plan.Placed.Count(), figures.Placed);
        yield return Check.Equal("Orders cancelled", plan.Cancelled.Count(), figures.Cancelled);
        yield return Check.Equal("Commands refused", plan.Refused.Count(), figures.Refused.Total);
        yield return Check.None("Answers against the rules", figures.Surprises.Count);
    }
}
