using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace CleanCqrs.Application.Signals;

/// <summary>Tells everybody who listens in this process that something was committed. Who misses it, looks by itself later.</summary>
/// <param name="listeners">Those who listen as long as the host lives.</param>
public sealed class CommitSignal(IEnumerable<ICommitListener> listeners)
{
    private readonly ICommitListener[] _listeners = [.. listeners];
    private readonly ConcurrentDictionary<Action<Commit>, Action<Commit>> _guests = [];

    /// <summary>Tells of a commit.</summary>
    /// <param name="commit">What was committed.</param>
    public void Notify(Commit commit)
    {
        foreach (var listener in _listeners)
        {
            listener.OnCommitted(commit);
        }

        foreach (var (guest, _) in _guests)
        {
            guest(commit);
        }
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="onCommitted">Hears of each commit; as a listener, it neither blocks nor throws.</param>
    /// <returns>What ends the listening when it is disposed.</returns>
    public IDisposable Listen(Action<Commit> onCommitted)
    {
        // Each call is a guest of its own, also when the same method listens twice.
        var guest = new Action<Commit>(commit => onCommitted(commit));
        _guests.TryAdd(guest, guest);
        return new Guest(() => _guests.TryRemove(guest, out _));
    }

    /// <summary>Follows the commits of one kind from now on.</summary>
    /// <typeparam name="TCommit">The kind.</typeparam>
    /// <param name="capacity">How many the reader may be behind; a slower one loses the oldest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The commits in their order.</returns>
    public async IAsyncEnumerable<TCommit> FollowAsync<TCommit>(int capacity, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TCommit : Commit
    {
        var channel = Channel.CreateBounded<TCommit>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        using var guest = Listen(commit =>
        {
            if (commit is TCommit wanted)
            {
                channel.Writer.TryWrite(wanted);
            }
        });
        await foreach (var commit in channel.Reader.ReadAllAsync(cancellationToken))
        {
            yield return commit;
        }
    }

    private sealed class Guest(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
