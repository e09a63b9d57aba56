using System.Globalization;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>How the dashboard writes numbers and times.</summary>
internal static class Say
{
    public const string Unknown = "unknown";

    private const int LimitOfSmallUnits = 120;
    private const double SmallRate = 10;

    public static string Count(long? count) => count switch
    {
        null => Unknown,
        >= OutboxStatus.CountLimit => $"{OutboxStatus.CountLimit.ToString("N0", CultureInfo.InvariantCulture)} or more",
        { } counted => Number(counted),
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Rate(double? perSecond) => perSecond switch
    {
        null => Unknown,
        0 => "0/s",
        < SmallRate => perSecond.Value.ToString("0.0", CultureInfo.InvariantCulture) + "/s",
        _ => perSecond.Value.ToString("N0", CultureInfo.InvariantCulture) + "/s",
    };

    public static string Duration(TimeSpan? time) => time switch
    {
        null => Unknown,
        { TotalSeconds: < LimitOfSmallUnits } => FormattableString.Invariant($"{Math.Floor(Math.Max(0, time.Value.TotalSeconds)):0} s"),
        { TotalMinutes: < LimitOfSmallUnits } => FormattableString.Invariant($"{Math.Floor(time.Value.TotalMinutes):0} min"),
        { TotalHours: < LimitOfSmallUnits } => FormattableString.Invariant($"{Math.Floor(time.Value.TotalHours):0} h"),
        _ => FormattableString.Invariant($"{Math.Floor(time.Value.TotalDays):N0} days"),
    };

    public static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time that a program can read, too.</summary>
    public static Html TimeTag(DateTimeOffset? time) => time is { } at
        ? Html.Of($"<time datetime=\"{at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)}\">{Time(at)}</time>")
        : Html.Of($"");
}
