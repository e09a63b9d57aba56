using CleanCqrs.Application.Health;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Decides what is wrong with the databases. A host that still has something to serve is ready.</summary>
internal static class DatabaseRules
{
    public const string WriteDatabase = "write-database";
    public const string ReadDatabase = "read-database";

    public static PartHealth OfWriting(WriteSideFacts facts, ReadSideFacts? other, HealthLimits limits)
    {
        var isAway = facts.Sample.Failure is not null;
        var status = limits.Options.Serves == HostServes.Commands || (IsForBoth(limits) && other?.Read.Failure is not null)
            ? PartStatus.Unhealthy
            : PartStatus.Degraded;
        var findings = new Findings(WriteDatabase);
        AddAway(
            findings, facts.Sample, "write database", "No command succeeds and nothing is published until it does.", status, limits);
        AddReadOnly(
            findings,
            isAway ? null : facts.Write,
            "write database",
            "Commands fail until that is mended.",
            limits.Options.Serves == HostServes.Commands ? PartStatus.Unhealthy : PartStatus.Degraded);
        return findings.ToHealth();
    }

    public static PartHealth OfReading(ReadSideFacts facts, WriteSideFacts? other, HealthLimits limits)
    {
        var isAway = facts.Read.Failure is not null;
        var status = limits.Options.Serves == HostServes.Queries || (IsForBoth(limits) && other?.Sample.Failure is not null)
            ? PartStatus.Unhealthy
            : PartStatus.Degraded;
        var findings = new Findings(ReadDatabase);
        AddAway(findings, facts.Read, "read database", "No query succeeds and nothing is projected until it does.", status, limits);
        AddReadOnly(
            findings, isAway ? null : facts.Write, "read database", "Projections wait until that is mended.", PartStatus.Degraded);
        return findings.ToHealth();
    }

    private static bool IsForBoth(HealthLimits limits) => limits.Options.Serves == HostServes.CommandsAndQueries;

    private static void AddAway<T>(
        Findings findings, Reading<T> reading, string database, string effect, PartStatus status, HealthLimits limits)
        where T : class
    {
        findings.Add(
            reading.Failure is not null,
            () => $"The {database} has not answered for {Wording.Of(reading.Failure!.For)} ({reading.Failure.Kind}). {effect} It is asked "
                + $"again every {limits.Interval}; see to the database and to the way there.",
            status,
            reading.Failure?.Detail);
        Unheard.Add(findings, reading, $"the {database}", limits);
    }

    private static void AddReadOnly(Findings findings, Reading<object>? writing, string database, string effect, PartStatus status) =>
        findings.Add(
            writing?.Failure is not null,
            () => $"The {database} can be read, but has not taken a write for {Wording.Of(writing!.Failure!.For)}"
                + (writing.Failure.Refusal is { } reason
                    ? $": {reason}. {effect}"
                    : $" ({writing.Failure.Kind}): it is read-only, its disk is full, or somebody keeps it locked. {effect}"),
            status,
            writing?.Failure?.Detail);
}
