using CleanCqrs.Application.Health;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>How fast events pass, from two looks at how far they have come. What can't be told is unknown, and not 0.</summary>
internal static class Rates
{
    /// <summary>How far two looks lie apart at least: at shorter distances the rounds of the relay would show.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromSeconds(8);

    /// <summary>How many events the outbox has ever got, positions that were drawn and not used included.</summary>
    public static double? Written(PipelineFigures figures) => figures.Outbox?.Head;

    /// <summary>How many of them have left it. Where more wait than are counted, that is not known.</summary>
    public static double? Published(PipelineFigures figures) =>
        figures.Outbox is { Pending: < OutboxStatus.CountLimit, DeadLetters: < OutboxStatus.CountLimit } outbox
            ? outbox.Head - outbox.Pending - outbox.DeadLetters
            : null;

    /// <summary>How far a projection has come.</summary>
    public static Func<PipelineFigures, double?> Projected(string projection) =>
        figures => figures.Projections.FirstOrDefault(item => item.Name == projection)?.Progress?.Reached;

    /// <summary>The rate at the end of a list of figures.</summary>
    public static double? Last(IReadOnlyList<PipelineFigures> figures, Func<PipelineFigures, double?> reached) =>
        figures.Count == 0 ? null : At(figures, figures.Count - 1, reached);

    /// <summary>The rate at each of the figures.</summary>
    public static IEnumerable<(DateTimeOffset At, double? Value)> All(
        IReadOnlyList<PipelineFigures> figures, Func<PipelineFigures, double?> reached) =>
        figures.Select((item, index) => (item.At, At(figures, index, reached)));

    private static double? At(IReadOnlyList<PipelineFigures> figures, int index, Func<PipelineFigures, double?> reached)
    {
        var now = figures[index];
        for (var earlier = index - 1; earlier >= 0; earlier--)
        {
            var elapsed = now.At - figures[earlier].At;
            if (elapsed >= Window)
            {
                // What was put back from a backup comes from behind: no rate.
                return reached(now) - reached(figures[earlier]) is { } passed and >= 0 ? passed / elapsed.TotalSeconds : null;
            }
        }

        return null;
    }
}
