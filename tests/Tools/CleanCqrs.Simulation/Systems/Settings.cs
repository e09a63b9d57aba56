using CleanCqrs.Simulation.Broker;
using CleanCqrs.Simulation.Scheduling;

namespace CleanCqrs.Simulation.Systems;

/// <summary>
/// How large a simulated system is, and what goes wrong in it: drawn from the seed, so that most runs have some of everything.
/// </summary>
internal sealed class Settings
{
    public static TimeSpan MaxRetryDelay { get; } = TimeSpan.FromSeconds(8);

    /// <summary>How long the projectors of an attempt may take.</summary>
    public static TimeSpan AttemptTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after the last fault everything must be in order again.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(5);

    public required int Instances { get; init; }

    public required int Lanes { get; init; }

    public required IReadOnlyList<string> Streams { get; init; }

    public required IReadOnlyList<string> Keys { get; init; }

    public required int Transactions { get; init; }

    public required IReadOnlyList<ProjectionShape> Projections { get; init; }

    public required int DatabaseRetries { get; init; }

    public required TimeSpan Lease { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>How long things go wrong.</summary>
    public required TimeSpan FaultTime { get; init; }

    public required Disturbance Disturbance { get; init; }

    public required BrokerFaults BrokerFaults { get; init; }

    public required int Kills { get; init; }

    public required int Stops { get; init; }

    public required int Outages { get; init; }

    /// <summary>
    /// Whether the projections know the history in the outbox. Then nothing may be missing in the end; without it, what nobody delivers
    /// again is lost.
    /// </summary>
    public required bool HasHistory { get; init; }

    /// <summary>
    /// How far positions lie apart. Small ones are all young to a follower that has just begun, which hides its mistakes.
    /// </summary>
    public required int PositionStride { get; init; }

    /// <summary>How often the read database is put back to an older state.</summary>
    public required int PutBacks { get; init; }

    /// <summary>How often the write database is put back to an older state.</summary>
    public required int WritePutBacks { get; init; }

    public required double FailingProjectors { get; init; }

    public required double HangingProjectors { get; init; }

    public required double PoisonedEvents { get; init; }

    public required double RefusedEvents { get; init; }

    public required double RolledBack { get; init; }

    /// <summary>How wrong the clock of an instance may be, in either direction.</summary>
    public required TimeSpan Skew { get; init; }

    /// <summary>Whether what could not be applied or published is put right in the end, and redriven.</summary>
    public required bool AreRepaired { get; init; }

    public static Settings Draw(Chance chance)
    {
        var lease = TimeSpan.FromSeconds(chance.Happens(0.5) ? 15 : 30);
        var hasHistory = chance.Happens(0.3);
        var writePutBacks = hasHistory && chance.Happens(0.2) ? 1 : 0;
        return new Settings
        {
            Instances = chance.Between(1, 3),
            Lanes = chance.Between(1, 2),
            Streams = [.. Enumerable.Range(0, chance.Between(2, 5)).Select(number => $"stream-{number}")],
            Keys = [.. Enumerable.Range(0, chance.Between(1, 2)).Select(number => $"key-{number}")],
            Transactions = chance.Between(3, 10),
            Projections = [.. Enumerable.Range(0, chance.Between(1, 2)).Select(number => new ProjectionShape(
                $"ledger-{number}", IsSequential: chance.Happens(0.25), IsPartitioned: chance.Happens(0.25)))],
            DatabaseRetries = chance.Between(0, 2),
            Lease = lease,
            BatchSize = chance.Happens(0.3) ? 2 : 100,
            FaultTime = TimeSpan.FromSeconds(chance.Between(10, 40)),
            Disturbance = new Disturbance
            {
                FailedCalls = Some(0.02),
                SlowCalls = Some(0.03),
                CrashesPerMessage = Some(0.004),
                StallsPerMessage = Some(0.004),
                LongestStall = lease * 2,
            },
            BrokerFaults = new BrokerFaults
            {
                FailedEvents = Some(0.1),
                Doubled = Some(0.3),
                AnyOrder = Some(0.6),
                Late = Some(0.2),
                // What is never delivered of a second history leaves no trace beside the first one, of which only the last id is known.
                Never = chance.Happens(hasHistory ? 0.5 : 0.15) && writePutBacks == 0 ? 0.1 : 0,
                KeepsStreamsTogether = writePutBacks > 0,
            },
            Kills = Count(3),
            Stops = Count(2),
            Outages = Count(2),
            HasHistory = hasHistory,
            PositionStride = hasHistory && chance.Happens(0.8) ? chance.Between(100, 2_000) : 1,
            PutBacks = chance.Happens(hasHistory ? 0.4 : 0.15) ? 1 : 0,
            WritePutBacks = writePutBacks,
            FailingProjectors = Some(0.1),
            HangingProjectors = chance.Happens(0.2) ? 0.02 : 0,
            PoisonedEvents = Some(0.08),
            RefusedEvents = Some(0.08),
            RolledBack = Some(0.2),
            Skew = chance.Happens(0.5) ? TimeSpan.FromDays(chance.Between(1, 30)) : TimeSpan.FromSeconds(chance.Between(0, 2)),
            AreRepaired = chance.Happens(0.5),
        };

        double Some(double most) => chance.Happens(0.5) ? most * chance.Between(1, 10) / 10 : 0;

        int Count(int most) => chance.Happens(0.5) ? chance.Between(1, most) : 0;
    }
}
