using System.Globalization;
using System.Text.RegularExpressions;

namespace CleanCqrs.Benchmarks.Waiting;

/// <summary>How many waiters the limit of open files allows: each is a connection, and so a file at both of its ends.</summary>
public static partial class OpenFiles
{
    /// <summary>For what a process opens besides: assemblies, and connections and databases of orders that pile up.</summary>
    private const int Besides = 4_000;

    private const string LimitsOfThisProcess = "/proc/self/limits";

    /// <summary>As many pages, and as many queries, as are wanted and possible here.</summary>
    public static int Allow(int wanted) =>
        File.Exists(LimitsOfThisProcess) ? Allow(wanted, File.ReadAllText(LimitsOfThisProcess)) : wanted;

    /// <param name="wanted">How many pages, and how many queries, are wanted.</param>
    /// <param name="limits">What Linux says of the limits of a process; the host inherits them.</param>
    public static int Allow(int wanted, string limits) => MaxOpenFiles().Match(limits) is { Success: true } found
        ? Math.Min(wanted, Math.Max(1, (int.Parse(found.Groups["soft"].ValueSpan, CultureInfo.InvariantCulture) - Besides) / 2))
        : wanted;

    [GeneratedRegex(@"^Max open files +(?<soft>\d+) ", RegexOptions.Multiline)]
    private static partial Regex MaxOpenFiles();
}
