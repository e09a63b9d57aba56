namespace CleanCqrs.Simulation.Scheduling;

/// <summary>How much goes wrong, until it is over.</summary>
internal sealed class Disturbance
{
    private static readonly TimeSpan _fast = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _usual = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _verySlow = TimeSpan.FromSeconds(20);

    public bool IsOver { get; set; }

    /// <summary>How often a call of a database fails before its effect, and how often after it.</summary>
    public double FailedCalls { get; init; }

    public double SlowCalls { get; init; }

    /// <summary>How often a process dies while a message is on its way.</summary>
    public double CrashesPerMessage { get; init; }

    /// <summary>How often a process is stalled while a message is on its way, as by a virtual machine that is moved.</summary>
    public double StallsPerMessage { get; init; }

    public TimeSpan LongestStall { get; init; }

    public bool Stalls(Chance chance) => !IsOver && chance.Happens(StallsPerMessage);

    public bool Fails(Chance chance) => !IsOver && chance.Happens(FailedCalls);

    public bool Crashes(Chance chance) => !IsOver && chance.Happens(CrashesPerMessage);

    public TimeSpan NextLatency(Chance chance) =>
        IsOver || !chance.Happens(SlowCalls) ? chance.Between(_fast, _usual)
        : chance.Happens(0.1) ? chance.Between(_slow, _verySlow)
        : chance.Between(_usual, _slow);
}
