using System.Globalization;
using System.Text;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A figure over the last minutes, drawn.</summary>
/// <param name="Path">The data of the path in a box of <see cref="Width"/> by <see cref="Height"/>.</param>
/// <param name="Label">The same in words.</param>
internal sealed record Sparkline(string Path, string Label)
{
    public const int Width = 200;
    public const int Height = 36;

    private const int Margin = 2;

    /// <param name="name">What is drawn.</param>
    /// <param name="points">The values by their time, the oldest first; what is unknown leaves a gap.</param>
    /// <param name="now">The right end.</param>
    /// <param name="span">How long ago the left end is.</param>
    /// <param name="say">How a value is written.</param>
    public static Sparkline Of(
        string name,
        IEnumerable<(DateTimeOffset At, double? Value)> points,
        DateTimeOffset now,
        TimeSpan span,
        Func<double, string> say)
    {
        var shown = points.Where(point => point.At >= now - span && point.At <= now).ToList();
        var known = shown.Where(point => point.Value is not null).Select(point => point.Value!.Value).ToList();
        if (known.Count < 2)
        {
            return new Sparkline(string.Empty, $"{name}, last {Say.Duration(span)}: not known yet");
        }

        var most = known.Max();
        return new Sparkline(
            Draw(shown, now, span, most > 0 ? most : 1), $"{name}, last {Say.Duration(span)}: at most {say(most)}, now {say(known[^1])}");
    }

    private static string Draw(List<(DateTimeOffset At, double? Value)> points, DateTimeOffset now, TimeSpan span, double most)
    {
        var path = new StringBuilder();
        var goesOn = false;
        foreach (var (at, value) in points)
        {
            if (value is { } known)
            {
                var x = Width * (1 - ((now - at) / span));
                var y = Height - Margin - ((Height - (2 * Margin)) * known / most);
                path.Append(CultureInfo.InvariantCulture, $"{(goesOn ? 'L' : 'M')}{x:0.#} {y:0.#}");
            }

            goesOn = value is not null;
        }

        return path.ToString();
    }
}
