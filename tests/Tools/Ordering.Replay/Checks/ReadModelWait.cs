using System.Diagnostics;
using Ordering.Replay.Api;

namespace Ordering.Replay.Checks;

/// <summary>Waits until the read model has caught up with the write model.</summary>
internal sealed class ReadModelWait(OrderingApi api)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(250);

    private long _most;
    private OperationsStatus? _status;

    public string Progress => _status is null
        ? "not begun"
        : $"{_most - _status.InMotion} of {_most}, {_status.InMotion} under way, {_status.Outbox.Published} published";

    /// <returns>The host as it was found in the end, settled or out of time.</returns>
    public async Task<Settlement> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            _status = await api.StatusAsync(cancellationToken);
            _most = Math.Max(_most, _status.InMotion);
            var outOfTime = Stopwatch.GetElapsedTime(began) >= atMost;
            if (_status.Quiet || outOfTime)
            {
                // The audit reads every order, and is asked for only when it can be the last word.
                var settlement = new Settlement(_status, await api.AuditAsync(cancellationToken));
                if (settlement.Complete || outOfTime)
                {
                    return settlement;
                }
            }

            await Task.Delay(_interval, cancellationToken);
        }
    }
}
