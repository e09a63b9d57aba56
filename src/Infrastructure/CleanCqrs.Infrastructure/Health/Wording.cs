using static System.FormattableString;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>How times and numbers are said in the reasons.</summary>
internal static class Wording
{
    private const int LimitOfSmallUnits = 120;

    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < LimitOfSmallUnits } => Invariant($"{Math.Floor(time.TotalSeconds):0} s"),
        { TotalMinutes: < LimitOfSmallUnits } => Invariant($"{Math.Floor(time.TotalMinutes):0} min"),
        { TotalHours: < LimitOfSmallUnits } => Invariant($"{Math.Floor(time.TotalHours):0} h"),
        _ => Invariant($"{Math.Floor(time.TotalDays):0} days"),
    };

    /// <summary>A number with its noun; at the limit of counting it is one of many.</summary>
    public static string Of(long count, string one, string many) =>
        count == 1 ? $"1 {one}" : Invariant($"{count:N0} {(count >= Application.Outbox.OutboxStatus.CountLimit ? "or more " : "")}{many}");
}
