using CleanCqrs.Application.Transport;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Sends chains side by side, each event after the acknowledgement of the one before it. It ends when every chain is done or stuck.</summary>
/// <param name="producer">The producer.</param>
/// <param name="mayGoOn">Whether there is time for another event.</param>
/// <param name="oneEach">Whether to send only the next event of each chain.</param>
internal sealed class ChainedRound(NativeProducer producer, Func<bool> mayGoOn, bool oneEach = false)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<(StreamChain Chain, Error Error)> _suspects = [];
    private int _open;

    /// <summary>Sends the chains.</summary>
    /// <returns>Those that are stuck at an event which may be innocent: it was refused together with others.</returns>
    public async Task<List<(StreamChain Chain, Error Error)>> RunAsync(IReadOnlyList<StreamChain> chains)
    {
        if (chains.Count == 0)
        {
            return _suspects;
        }

        _open = chains.Count;
        foreach (var chain in chains)
        {
            SendNext(chain);
        }

        await _ended.Task;
        return _suspects;
    }

    private void SendNext(StreamChain chain)
    {
        if (mayGoOn())
        {
            producer.Send(chain.Current, report => Go(chain, report));
        }
        else
        {
            chain.Stop(PublishResult.Failed("The time for the batch was over before its turn came."));
            Close();
        }
    }

    private void Go(StreamChain chain, SendReport report)
    {
        if (report.IsAcknowledged)
        {
            chain.Acknowledge();
            if (!chain.IsDone && !oneEach)
            {
                SendNext(chain);
                return;
            }
        }
        else if (report.IsSuspicion)
        {
            lock (_lock)
            {
                _suspects.Add((chain, report.Error));
            }
        }
        else
        {
            chain.Stop(Fate.Of(report.Error));
        }

        Close();
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _ended.SetResult();
        }
    }
}
