using CleanCqrs.Application.History;
using CleanCqrs.Infrastructure.History;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>Measures how far a projection is behind history, by events and by time.</summary>
internal sealed class HistoryDistance(
    string projection, IEventHistory history, IHistoryCheckpoints checkpoints, CatchUp catchUp, bool isLocal, TimeProvider timeProvider)
{
    private readonly HeadWatch _heads = new(timeProvider);

    public async Task<HistorySample> MeasureAsync(CancellationToken cancellationToken)
    {
        var parts = await history.ListPartsAsync(cancellationToken);
        var heads = await history.FindHeadsAsync(parts, cancellationToken);
        var seen = (await checkpoints.ReadAsync(projection, cancellationToken)).ToDictionary(part => part.Part);
        var reached = seen.ToDictionary(part => part.Key, part => part.Value.Position);
        var (rate, remaining) = catchUp.Rate();
        return new HistorySample(
            (long)Math.Ceiling(EventsOf(parts, part => Math.Max(0, heads[part] - reached.GetValueOrDefault(part)))),
            _heads.Note(heads, reached),
            parts.All(part => seen.GetValueOrDefault(part) is { IsCaughtUp: true }) && (!isLocal || catchUp.HasLooked),
            rate,
            remaining)
        {
            Reached = EventsOf(parts, part => reached.GetValueOrDefault(part)),
        };
    }

    /// <summary>How many events lie in positions: where parts share one row of them, each passes the positions of all.</summary>
    private double EventsOf(IReadOnlyList<string> parts, Func<string, double> positions)
    {
        var sum = parts.Sum(positions);
        return history.SharesPositions && parts.Count > 0 ? sum / parts.Count : sum;
    }
}
