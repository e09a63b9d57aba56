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
            parts.Sum(part => history.EstimateEvents(reached.GetValueOrDefault(part), heads[part])),
            _heads.Note(heads, reached),
            parts.All(part => seen.GetValueOrDefault(part) is { IsCaughtUp: true }) && (!isLocal || catchUp.HasLooked),
            rate,
            remaining);
    }
}
