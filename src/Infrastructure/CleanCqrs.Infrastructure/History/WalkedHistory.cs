using CleanCqrs.Application.History;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Tells what a history that can't be asked for one stream lacks: what a walk has not brought that began after the gap was seen, and has
/// come to the end that history had then, is not there.
/// </summary>
internal sealed class WalkedHistory(string projection, IEventHistory history, IHistoryCheckpoints checkpoints)
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, long>> _heads = [];

    /// <summary>
    /// Of some streams that lack something, those for which a walk was in vain. It remembers the others until they are not among them.
    /// </summary>
    /// <param name="streams">The streams.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<IReadOnlySet<string>> SearchedAsync(IReadOnlyCollection<string> streams, CancellationToken cancellationToken)
    {
        foreach (var gone in _heads.Keys.Except(streams).ToList())
        {
            _heads.Remove(gone);
        }

        var parts = await history.ListPartsAsync(cancellationToken);
        var now = await history.FindHeadsAsync(parts, cancellationToken);
        foreach (var stream in streams)
        {
            _heads.TryAdd(stream, now);
        }

        var reached = (await checkpoints.ReadAsync(projection, cancellationToken)).ToDictionary(part => part.Part, part => part.Position);
        return _heads.Where(stream => stream.Value.All(head => reached.GetValueOrDefault(head.Key) >= head.Value))
            .Select(stream => stream.Key)
            .ToHashSet();
    }
}
