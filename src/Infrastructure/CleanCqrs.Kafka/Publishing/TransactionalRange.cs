using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>The transactions of one bucket range, one after the other.</summary>
internal sealed class TransactionalRange(
    string transactionalId, KafkaClients clients, KafkaOptions options, TimeProvider timeProvider, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private NativeProducer? _producer;

    public async Task PublishAsync(TransactionPlan plan, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        // Transactional calls wait for brokers: they must not hold up the caller's thread. Whoever waits may give up; the transaction comes
        // to its end.
        await Task.Run(() => RunAsync(plan, cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
    }

    public void Dispose() => DropProducer();

    private async Task RunAsync(TransactionPlan plan, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        TimeSpan TimeLeft() => options.DeliveryTimeout - timeProvider.GetElapsedTime(started);
        NativeProducer? producer = null;
        try
        {
            producer = _producer ??= OpenProducer(TimeLeft());
            producer.Enter();
            while (TimeLeft() > TimeSpan.Zero && !cancellationToken.IsCancellationRequested && plan.TryNext(out var part))
            {
                await TransactAsync(producer, plan, part, TimeLeft);
            }

            plan.GiveUp(PublishResult.Failed("The time for the batch was over before its turn came."));
        }
        catch (KafkaException exception)
        {
            logger.LogWarning(exception, "The transaction of {TransactionalId} has failed; its producer is built anew", transactionalId);
            DropProducer();
            plan.GiveUp(PublishResult.Failed(Explain(exception.Error)));
        }
        finally
        {
            producer?.Leave();
            _turn.Release();
        }
    }

    private static async Task TransactAsync(NativeProducer producer, TransactionPlan plan, List<int> part, Func<TimeSpan> timeLeft)
    {
        producer.Client.BeginTransaction();
        var refused = await SendAsync(producer, plan, part);
        if (refused.Count == 0)
        {
            Commit(producer, timeLeft);
            plan.Acknowledge(part);
            return;
        }

        producer.Client.AbortTransaction(AtLeastASecond(timeLeft()));
        if (producer.IsBroken || !plan.TryGoOnWithout(part, refused))
        {
            plan.GiveUp(refused[0].Report.Result);
        }
    }

    /// <summary>
    /// Sends the events of a transaction. What librdkafka does not even take (an event beyond the size limit) leaves the transaction as it
    /// is: it is rejected at once, with its stream behind it.
    /// </summary>
    /// <returns>The events that brokers did not take.</returns>
    private static async Task<List<(int Index, SendReport Report)>> SendAsync(
        NativeProducer producer, TransactionPlan plan, List<int> part)
    {
        var underWay = new List<(int Index, Task<SendReport> Report)>(part.Count);
        foreach (var index in part)
        {
            if (!plan.MayGo(index))
            {
                continue;
            }

            var sending = producer.SendAsync(plan.EventAt(index));
            if (sending.IsCompleted && await sending is { IsLocal: true, Result: { Outcome: PublishOutcome.Rejected } rejection })
            {
                plan.Stop(index, rejection);
            }
            else
            {
                underWay.Add((index, sending));
            }
        }

        var refused = new List<(int Index, SendReport Report)>();
        foreach (var (index, sending) in underWay)
        {
            if (await sending is { IsAcknowledged: false } report)
            {
                refused.Add((index, report));
            }
        }

        return refused;
    }

    private static void Commit(NativeProducer producer, Func<TimeSpan> timeLeft)
    {
        while (true)
        {
            try
            {
                producer.Client.CommitTransaction(AtLeastASecond(timeLeft()));
                return;
            }
            catch (KafkaRetriableException) when (timeLeft() > TimeSpan.Zero)
            {
                // librdkafka keeps the transaction: asking again continues where it was.
            }
        }
    }

    private NativeProducer OpenProducer(TimeSpan timeout)
    {
        var producer = new NativeProducer(clients, options.Source, transactionalId);
        try
        {
            producer.Client.InitTransactions(timeout);
            return producer;
        }
        catch (KafkaException)
        {
            producer.Leave();
            throw;
        }
    }

    private void DropProducer()
    {
        _producer?.Leave();
        _producer = null;
    }

    private static string Explain(Error error) =>
        error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch
            ? "Another relay instance has taken over this bucket range, and has fenced this one off."
            : $"{error.Code}: {error.Reason}";

    private static TimeSpan AtLeastASecond(TimeSpan time) => time > TimeSpan.FromSeconds(1) ? time : TimeSpan.FromSeconds(1);
}
