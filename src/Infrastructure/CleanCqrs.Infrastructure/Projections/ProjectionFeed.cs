using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>Tells followers and waiting queries of this process what a projection has committed.</summary>
internal sealed class ProjectionFeed : IProjectionFeed
{
    private const int FollowerCapacity = 1_024;

    private readonly ConcurrentDictionary<Channel<StreamPosition>, string> _followers = [];
    private readonly ConcurrentDictionary<(string Projection, string StreamId), StreamWait> _waits = [];

    public async IAsyncEnumerable<StreamPosition> FollowAsync(string projection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<StreamPosition>(new BoundedChannelOptions(FollowerCapacity) { FullMode = BoundedChannelFullMode.DropOldest });
        _followers.TryAdd(channel, projection);
        try
        {
            await foreach (var position in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return position;
            }
        }
        finally
        {
            _followers.TryRemove(channel, out _);
        }
    }

    /// <summary>A wait that ends when the stream reaches the version. Look into the database after this call, not before: nothing is missed then.</summary>
    public StreamWait BeginWait(string projection, string streamId)
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

    public void Publish(string projection, IReadOnlyCollection<StreamPosition> positions)
    {
        foreach (var (channel, _) in _followers.Where(pair => pair.Value == projection))
        {
            foreach (var position in positions)
            {
                channel.Writer.TryWrite(position);
            }
        }

        if (!_waits.IsEmpty)
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
}
