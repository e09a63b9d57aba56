using CleanCqrs.Application.History;
using CleanCqrs.Application.Projections;
using CleanCqrs.Infrastructure.Audit;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Decides what a page of history means: which events a projection has to have, how far its checkpoints may go, and what it must remember
/// to come back for. A checkpoint never passes an event that is not published yet, unless its stream is blocked, which may last: then the
/// stream is put on record as awaited, and everybody else goes on.
/// </summary>
/// <param name="Published">The published events that the checkpoints pass, in order.</param>
/// <param name="Awaited">The blocked events that they pass.</param>
/// <param name="Reached">Where the checkpoint of each part goes.</param>
/// <param name="Stopped">The parts that wait for an event to be published.</param>
internal sealed record HistoryPage(
    IReadOnlyList<HistoryKey> Published,
    IReadOnlyList<HistoryKey> Awaited,
    IReadOnlyList<HistoryCheckpoint> Reached,
    IReadOnlySet<string> Stopped)
{
    /// <param name="parts">The parts that were read, which stand at the same position.</param>
    /// <param name="keys">What was read of them.</param>
    /// <param name="maxCount">How many keys were asked for.</param>
    /// <param name="upTo">Up to which position.</param>
    /// <param name="witness">
    /// The event at the end of history when this began; <see langword="null"/> where the parts do not share positions.
    /// </param>
    public static HistoryPage Of(
        IReadOnlyCollection<HistoryCheckpoint> parts, IReadOnlyList<HistoryKey> keys, int maxCount, long upTo, HistoryKey? witness = null)
    {
        var end = keys.Count < maxCount ? upTo : keys[^1].Position;
        var pending = keys.Where(key => key.State == HistoryState.Pending)
            .GroupBy(key => key.Part)
            .ToDictionary(part => part.Key, part => part.First().Position);
        var passed = keys.Where(key => !pending.TryGetValue(key.Part, out var first) || key.Position < first).ToList();
        var last = passed.GroupBy(key => key.Part).ToDictionary(part => part.Key, part => part.Last());
        return new HistoryPage(
            passed.FindAll(key => key.State == HistoryState.Published),
            passed.FindAll(key => key.State == HistoryState.Blocked),
            [.. parts.Select(part => Move(part, pending.TryGetValue(part.Part, out var first) ? first - 1 : end))],
            pending.Keys.ToHashSet());

        HistoryCheckpoint Move(HistoryCheckpoint part, long position)
        {
            var moved = part with
            {
                Position = position,
                IsCaughtUp = pending.ContainsKey(part.Part) ? part.IsCaughtUp : position >= upTo,
            };
            var seen = position == part.Position ? null : witness ?? last.GetValueOrDefault(part.Part);
            return seen is null ? moved : moved with { EventPosition = seen.Position, EventId = seen.EventId };
        }
    }

    /// <summary>
    /// Of some published events, those that a projection lacks: it has not come so far in their streams, or has another event there.
    /// </summary>
    /// <param name="published">The events, in order.</param>
    /// <param name="progress">How far it has come in their streams.</param>
    public static List<HistoryKey> MissingIn(IEnumerable<HistoryKey> published, IReadOnlyDictionary<string, StreamProgress> progress) =>
        [.. published.Where(key => !progress.TryGetValue(key.StreamId, out var stream)
            || key.StreamVersion > stream.Version
            || (key.StreamVersion == stream.Version && stream.EventId is { } last && last != key.EventId))];

    /// <summary>
    /// The streams in which a projection has come further than some published events go: most have gone on since, but where history lacks
    /// what was applied last, the projection is ahead of it.
    /// </summary>
    /// <param name="published">The events, in order.</param>
    /// <param name="progress">How far it has come in their streams.</param>
    public static List<AheadStream> BeyondIn(IEnumerable<HistoryKey> published, IReadOnlyDictionary<string, StreamProgress> progress) =>
    [
        .. published.GroupBy(key => key.StreamId, (stream, keys) => (Stream: stream, Version: keys.Max(key => key.StreamVersion)))
            .Where(found => progress.TryGetValue(found.Stream, out var stream)
                && stream.EventId is not null
                && stream.Version > found.Version)
            .Select(found => new AheadStream(
                found.Stream, progress[found.Stream].Version, progress[found.Stream].EventId!.Value, found.Version)),
    ];

    /// <summary>Of some blocked events, what is to be put on record: one hole for each stream.</summary>
    /// <param name="awaited">The events, in order.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<ProjectionHole> AwaitedIn(IEnumerable<HistoryKey> awaited, DateTimeOffset now) =>
        [.. awaited.GroupBy(key => key.StreamId).Select(stream => new ProjectionHole(
            stream.Key,
            stream.Min(key => key.StreamVersion),
            stream.Max(key => key.StreamVersion),
            HoleState.Awaited,
            now))];
}
