using CleanCqrs.Application.History;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Tells whether history is still the one that a checkpoint has seen, by its witness: an event that stood in history when the checkpoint
/// was moved. Where the parts share positions, that is the last event of all: as long as it is there, no position below it was given a
/// second time, in whatever part. Elsewhere it is the last event that was seen of the part.
/// </summary>
internal sealed class HistoryWitnesses(IEventHistory history)
{
    private readonly HashSet<string> _known = [];

    /// <summary>
    /// The event at the end of a history whose parts share positions. It is to be found before checkpoints are compared, and what is read
    /// after that: if history is put back meanwhile, the witness is not there any more when it is looked for next.
    /// </summary>
    /// <param name="heads">How far the parts reach.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Its key; <see langword="null"/> where there is none, or not any more.</returns>
    public async Task<HistoryKey?> FindLastAsync(IReadOnlyDictionary<string, long> heads, CancellationToken cancellationToken) =>
        history.SharesPositions && heads.Values.Max() is var head && head > 0
            ? (await history.ReadKeysAsync([.. heads.Keys], head - 1, head, 1, cancellationToken)).SingleOrDefault()
            : null;

    /// <summary>The checkpoints of this instance that have seen another history.</summary>
    /// <param name="all">The checkpoints.</param>
    /// <param name="heads">How far the parts reach.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Those of them.</returns>
    public async Task<List<HistoryCheckpoint>> FindReplacedAsync(
        IReadOnlyList<HistoryCheckpoint> all, IReadOnlyDictionary<string, long> heads, CancellationToken cancellationToken)
    {
        var replaced = new List<HistoryCheckpoint>();
        var held = all.Where(part => part is { IsHeld: true, Position: > 0 } && heads[part.Part] > 0);
        foreach (var group in held.GroupBy(part => (Part: history.SharesPositions ? null : part.Part, part.EventPosition, part.EventId)))
        {
            string[] parts = group.Key.Part is { } single ? [single] : [.. heads.Keys];
            var isGone = group.Key.EventId is { } id
                && IsNews(group.Key.Part, group.First().Position, heads)
                && await IsGoneAsync(parts, group.Key.EventPosition, id, cancellationToken);
            foreach (var part in group)
            {
                if (isGone || (heads[part.Part] < part.Position && part.Position > await FindDeletedAsync(parts, cancellationToken)))
                {
                    replaced.Add(part);
                }
            }
        }

        return replaced;
    }

    /// <summary>A look at an outbox costs next to nothing; a topic is read only when there is something new in it.</summary>
    private bool IsNews(string? part, long position, IReadOnlyDictionary<string, long> heads) =>
        part is null || _known.Add(part) || heads[part] > position;

    private async Task<bool> IsGoneAsync(string[] parts, long position, Guid id, CancellationToken cancellationToken) =>
        await history.ReadKeysAsync(parts, position - 1, position, 1, cancellationToken) is [var key]
            ? key.EventId != id

            // In another history the position may be nobody's; in this one only retention can have emptied it.
            : position > await FindDeletedAsync(parts, cancellationToken);

    private async Task<long> FindDeletedAsync(string[] parts, CancellationToken cancellationToken) =>
        (await history.FindDeletedAsync(parts, cancellationToken)).Values.Max();
}
