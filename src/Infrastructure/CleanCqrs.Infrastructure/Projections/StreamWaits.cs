using System.Collections.Concurrent;
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

    public void OnCommitted(Commit commit)
    {
        if (commit is not ProjectionCommit projected || _waits.IsEmpty)
        {
            return;
        }

        foreach (var position in projected.Positions)
        {
            if (_waits.TryGetValue((projected.Projection, position.StreamId), out var wait))
            {
                wait.Reach(position.Version);
            }
        }
    }
}
