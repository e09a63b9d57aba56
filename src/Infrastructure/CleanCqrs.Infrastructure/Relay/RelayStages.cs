using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Infrastructure.Relay;

/// <summary>
/// Lets the stages of the relay overlap while there is more than one batch to publish: the next one is read, and the last one is recorded,
/// while this one is published. Publishing itself goes on one batch after the other, and nothing is published of a stream of which a batch
/// before it has left something behind: that is what keeps the order.
/// </summary>
internal sealed class RelayStages(IOutboxStore store, OutboxRelayOptions options)
{
    private readonly HashSet<long> _recordedPositions = [];
    private readonly HashSet<string> _recordedStops = [];
    private Task _recording = Task.CompletedTask;
    private Ahead? _ahead;
    private bool _isFull;
    private bool _couldNotRecord;

    /// <summary>The batch to publish next.</summary>
    public async Task<IReadOnlyList<OutboxMessage>> NextAsync(BucketLease lease, CancellationToken cancellationToken)
    {
        if (_ahead is { } ahead)
        {
            _ahead = null;
            var read = await ahead.Reading;
            var due = read.Where(message => !ahead.Stopped.Contains(message.Envelope.StreamId)).ToList();
            if (due.Count > 0 && ReferenceEquals(ahead.Lease, lease))
            {
                _isFull = read.Count == options.BatchSize;
                return due;
            }
        }

        await SettleAsync();
        var messages = await ReadAsync(lease, [], cancellationToken);
        _isFull = messages.Count == options.BatchSize;
        return messages;
    }

    /// <summary>
    /// Begins to read what follows a batch that is about to be published, if something may follow it. While batches can't be recorded each
    /// one waits for that, so that its round fails, and the relay pauses longer and longer instead of publishing the same again and again.
    /// </summary>
    public void ReadAhead(BucketLease lease, IReadOnlyList<OutboxMessage> batch, CancellationToken cancellationToken)
    {
        if (!_isFull || _couldNotRecord)
        {
            return;
        }

        var inHand = batch.Select(message => message.Position).Concat(_recordedPositions).ToList();
        _ahead = new Ahead(lease, ReadAsync(lease, inHand, cancellationToken), [.. _recordedStops]);
    }

    /// <summary>Takes over the recording of a batch, and waits for it only where no further batch is to be published meanwhile.</summary>
    public async Task RecordAsync(IReadOnlyList<OutboxMessage> batch, IReadOnlyList<PublishResult> results, Task recording)
    {
        _recording = recording;
        _recordedPositions.UnionWith(batch.Select(message => message.Position));
        _recordedStops.UnionWith(batch.Zip(results)
            .Where(pair => pair.Second.Outcome != PublishOutcome.Acknowledged)
            .Select(pair => pair.First.Envelope.StreamId));
        if (_ahead is null)
        {
            await SettleAsync();
        }
        else
        {
            _ahead.Stopped.UnionWith(_recordedStops);
        }
    }

    /// <summary>Waits until what was published is on record.</summary>
    public async Task SettleAsync()
    {
        if (_recordedPositions.Count == 0)
        {
            return;
        }

        _recordedPositions.Clear();
        _recordedStops.Clear();
        _couldNotRecord = true;
        await _recording;
        _couldNotRecord = false;
    }

    /// <summary>Forgets what was read ahead: it may stand behind something that was not published.</summary>
    public async Task ForgetAheadAsync()
    {
        if (_ahead is { } ahead)
        {
            _ahead = null;
            await ((Task)ahead.Reading).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private Task<IReadOnlyList<OutboxMessage>> ReadAsync(
        BucketLease lease, IReadOnlyCollection<long> inHand, CancellationToken cancellationToken) =>
        store.ReadPendingAsync(lease, options.BatchSize, options.Retry.MaxDelay, inHand, cancellationToken);

    private sealed record Ahead(BucketLease Lease, Task<IReadOnlyList<OutboxMessage>> Reading, HashSet<string> Stopped);
}
