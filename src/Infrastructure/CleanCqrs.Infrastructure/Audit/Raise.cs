using CleanCqrs.Application.Audit;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;

namespace CleanCqrs.Infrastructure.Audit;

/// <summary>
/// Lets the write side go on behind what projections have applied. The write side comes first: whoever is stopped in between may repeat it.
/// </summary>
internal sealed class Raise(IWriteModelStreams write, IReadModelStreams read, CommitSignal commits)
{
    private const int PageSize = 1_000;

    private static readonly HoldReason[] _reasons = [HoldReason.Ahead, HoldReason.Collision];

    public async Task<IReadOnlyList<RaisedStream>> RunAsync(
        IReadOnlyCollection<string> projections,
        IReadOnlyCollection<string> streamIds,
        string by,
        string reason,
        CancellationToken cancellationToken)
    {
        var versions = await FindVersionsAsync(projections, streamIds, cancellationToken);
        if (versions.Count == 0)
        {
            return [];
        }

        var raised = await write.RaiseAsync(versions, cancellationToken);
        foreach (var projection in projections)
        {
            foreach (var batch in raised.Chunk(PageSize))
            {
                await read.AcceptAsync(projection, batch, by, reason, cancellationToken);
            }

            commits.Notify(new RedriveCommit(projection));
        }

        return raised;
    }

    /// <summary>The highest version of each stream that a projection has applied, where one of them is held.</summary>
    private async Task<Dictionary<string, long>> FindVersionsAsync(
        IReadOnlyCollection<string> projections, IReadOnlyCollection<string> streamIds, CancellationToken cancellationToken)
    {
        var chosen = streamIds.ToHashSet();
        var versions = new Dictionary<string, long>();
        foreach (var (projection, reason) in projections.SelectMany(name => _reasons.Select(reason => (name, reason))))
        {
            var after = string.Empty;
            while (await read.ReadHeldAsync(projection, reason, after, PageSize, cancellationToken) is [.., { StreamId: var last }] page)
            {
                var held = page.Where(stream => chosen.Count == 0 || chosen.Contains(stream.StreamId)).ToLookup(stream => stream.StreamId);
                var progress = held.Count == 0
                    ? []
                    : await read.FindAsync(projection, [.. held.Select(stream => stream.Key)], cancellationToken);
                foreach (var stream in progress.Where(stream => held[stream.StreamId].Any(mark => mark.Version <= stream.Version)))
                {
                    versions[stream.StreamId] = Math.Max(stream.Version, versions.GetValueOrDefault(stream.StreamId));
                }

                after = last;
            }
        }

        return versions;
    }
}
