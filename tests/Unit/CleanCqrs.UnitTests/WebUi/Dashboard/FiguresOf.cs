using CleanCqrs.Application.Health;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.UnitTests.WebUi.Dashboard;

/// <summary>Figures of a pipeline at ease, for tests to change.</summary>
internal static class FiguresOf
{
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static OutboxSample Outbox { get; } = new(0, 0, 0, 1_000, null, TimeSpan.Zero, null, []);

    public static ProjectionSample Sample { get; } = new(new ProjectionStatus("orders", 0, 0, 0, 0, 0), null, 16, 0);

    public static PipelineFigures At(
        double secondsAgo,
        OutboxSample? outbox,
        double? reached = 1_000,
        ProjectionSample? sample = null,
        long behind = 0,
        bool caughtUp = true) =>
        new(
            Now.AddSeconds(-secondsAgo),
            outbox,
            [
                new ProjectionFigures(
                    "orders",
                    sample ?? Sample,
                    reached is { } position ? new HistoryProgress(behind, TimeSpan.FromSeconds(behind), caughtUp, position) : null),
            ]);
}
