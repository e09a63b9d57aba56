using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Applies batches one after the other. What waits meanwhile is applied together, in one transaction: waiting for a turn costs no more
/// commits than one lane would need.
/// </summary>
/// <param name="apply">Applies events.</param>
/// <param name="maxEvents">How many events are applied together at most, unless one batch alone has more.</param>
internal sealed class TurnQueue(Func<IReadOnlyList<EventEnvelope>, CancellationToken, Task> apply, int maxEvents)
{
    private readonly Lock _lock = new();
    private readonly List<Waiting> _waiting = [];
    private bool _isTaken;

    /// <summary>Waits for the turn of a batch, and applies it, unless somebody else has taken it along.</summary>
    public async Task ApplyAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken)
    {
        var own = new Waiting(events);
        lock (_lock)
        {
            _waiting.Add(own);
            if (!_isTaken)
            {
                PassOn();
            }
        }

        if (!await HasTurnAsync(own, cancellationToken))
        {
            return;
        }

        try
        {
            await ApplyTogetherAsync(TakeFirst(), cancellationToken);
        }
        finally
        {
            PassOn();
        }
    }

    /// <returns>Whether it is the turn of this batch; otherwise somebody else has applied it.</returns>
    private async Task<bool> HasTurnAsync(Waiting own, CancellationToken cancellationToken)
    {
        using (cancellationToken.Register(() => Leave(own, cancellationToken)))
        {
            return await own.Turn.Task;
        }
    }

    /// <summary>Whoever has the turn already keeps it, and passes it on when the attempt ends.</summary>
    private void Leave(Waiting own, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (own.Turn.TrySetCanceled(cancellationToken))
            {
                _waiting.Remove(own);
            }
        }
    }

    private void PassOn()
    {
        lock (_lock)
        {
            _isTaken = _waiting.Count > 0;
            if (_isTaken)
            {
                _waiting[0].Turn.SetResult(true);
            }
        }
    }

    private List<Waiting> TakeFirst()
    {
        lock (_lock)
        {
            var events = 0;
            var count = _waiting.TakeWhile((batch, place) => (events += batch.Events.Count) <= maxEvents || place == 0).Count();
            var taken = _waiting.GetRange(0, count);
            _waiting.RemoveRange(0, count);
            return taken;
        }
    }

    private async Task ApplyTogetherAsync(List<Waiting> taken, CancellationToken cancellationToken)
    {
        var others = taken.Skip(1).ToList();
        try
        {
            await apply(others.Count == 0 ? taken[0].Events : [.. taken.SelectMany(batch => batch.Events)], cancellationToken);
            others.ForEach(batch => batch.Turn.TrySetResult(false));
        }
        catch (Exception exception)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // The others are still wanted, unless they have left meanwhile: nobody would take a turn that they are given.
                lock (_lock)
                {
                    _waiting.InsertRange(0, others.Where(batch => !batch.Turn.Task.IsCompleted));
                }
            }
            else
            {
                others.ForEach(batch => batch.Turn.TrySetException(exception));
            }

            throw;
        }
    }

    private sealed class Waiting(IReadOnlyList<EventEnvelope> events)
    {
        public IReadOnlyList<EventEnvelope> Events => events;

        /// <summary>Whether it is the turn of this batch, or somebody else has applied it.</summary>
        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
