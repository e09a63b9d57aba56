using CleanCqrs.Application.Transport;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>The events of one transaction on their way to the brokers.</summary>
internal sealed class Transaction(NativeProducer producer)
{
    private readonly List<(int Index, Task<SendReport> Report)> _underWay = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool HasFailed => _failed.Task.IsCompleted || producer.TransactionError.IsCompleted;

    /// <summary>
    /// Sends events. What librdkafka does not even take (an event beyond the size limit) leaves the transaction as it is: it is rejected at
    /// once, with its stream behind it. When brokers have refused one, the transaction has failed, and nothing more is sent in it.
    /// </summary>
    public async Task SendAsync(TransactionPlan plan, List<int> part)
    {
        foreach (var index in part.Where(plan.MayGo))
        {
            if (HasFailed)
            {
                return;
            }

            var sending = producer.SendAsync(plan.EventAt(index));
            if (sending.IsCompleted && await sending is { IsLocal: true, Result: { Outcome: PublishOutcome.Rejected } rejection })
            {
                plan.Stop(index, rejection);
            }
            else
            {
                _underWay.Add((index, WatchAsync(sending)));
            }
        }
    }

    /// <summary>
    /// Waits until all events are taken, or until the first is not: of a transaction that has failed librdkafka sends nothing more, and
    /// what it has not sent yet is reported on when the transaction is aborted.
    /// </summary>
    /// <returns>Whether all are taken.</returns>
    public async Task<bool> AreAllTakenAsync()
    {
        await Task.WhenAny(WhenAllAreReported(), _failed.Task, producer.TransactionError);
        return !HasFailed;
    }

    /// <summary>A task that ends when librdkafka has reported on every event.</summary>
    public Task WhenAllAreReported() => Task.WhenAll(_underWay.Select(item => item.Report));

    /// <summary>
    /// What brokers did not take, when the transaction is aborted. librdkafka does not always say it of the events, but then of the
    /// transaction, so that each of them may be to blame.
    /// </summary>
    public async Task<List<(int Index, SendReport Report)>> FindRefusedAsync(List<int> part)
    {
        await WhenAllAreReported();
        var reported = _underWay.Select(item => (item.Index, Report: item.Report.Result));
        var refused = reported.Where(item => !item.Report.IsAcknowledged).ToList();
        return refused.TrueForAll(item => item.Report.IsCollateral)
            && producer.TransactionError is { IsCompleted: true } failure
            && new SendReport(await failure, IsOfTransaction: true) is { IsRefusal: true } refusal
                ? part.ConvertAll(index => (index, refusal))
                : refused;
    }

    private async Task<SendReport> WatchAsync(Task<SendReport> sending)
    {
        var report = await sending;
        if (!report.IsAcknowledged)
        {
            _failed.TrySetResult();
        }

        return report;
    }
}
