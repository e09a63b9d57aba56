using System.Collections.Concurrent;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Signals;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>The queries of this process that wait until a projection has come far enough.</summary>
internal sealed class StreamWaits : ICommitListener
{
    private readonly ConcurrentDictionary<(string Projection, string StreamId), StreamWait> _waits = [];

    /// <summary>Begins to wait for a stream. Look into the database after this call, not before: nothing is missed then.</summary>
    public StreamWait Begin(string projection, string streamId)
    {
        while (true)
        {
            var wait = _waits.GetOrAdd((projection, streamId), key => new StreamWait(() => _waits.TryRemove(key, out _)));
            if (wait.TryEnter())
            {
                return wait;
            }
        }
    }

    /// <summary>The streams of a projection for which somebody waits.</summary>
    public IEnumerable<(string StreamId, StreamWait Wait)> Of(string projection) =>
        _waits.Where(wait => wait.Key.Projection == projection).Select(wait => (wait.Key.StreamId, wait.Value));

    public void OnCommitted(Commit commit)
    {
        if (commit is ProjectionCommit projected && !_waits.IsEmpty)
        {
            Reach(projected.Projection, projected.Positions);
        }
    }

    /// <summary>Wakes those who wait for one of the streams, and nobody else.</summary>
    public void Reach(string projection, IEnumerable<StreamPosition> positions)
    {
        foreach (var position in positions)
        {
            if (_waits.TryGetValue((projection, position.StreamId), out var wait))
            {
                wait.Reach(position.Version);
            }
        }
    }
}
