using CleanCqrs.Application.Health;
using CleanCqrs.Application.Operations;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Decides what is wrong with the clock of this process.</summary>
internal static class ClockRules
{
    public const string Clock = "clock";

    public static PartHealth Of(IReadOnlyList<ClockSkew> skews)
    {
        var findings = new Findings(Clock);
        foreach (var skew in skews)
        {
            findings.Add(
                true,
                () => $"The clock of this process is {Wording.Of(skew.Ahead.Duration())} "
                    + $"{(skew.Ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of the database of {skew.Database}: "
                    + "events get wrong times. Set it, and keep it right with NTP.");
        }

        return findings.ToHealth();
    }
}
