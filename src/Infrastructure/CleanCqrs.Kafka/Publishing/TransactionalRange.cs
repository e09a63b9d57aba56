using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>The transactions of one bucket range, one after the other.</summary>
internal sealed class TransactionalRange(
    string transactionalId, RangeLease lease, KafkaClients clients, KafkaOptions options, TimeProvider timeProvider, ILogger logger)
    : IDisposable
{
    private static readonly PublishResult _timeIsOver = PublishResult.Failed("The time for the batch was over before its turn came.");

    private readonly SemaphoreSlim _turn = new(1);
    private NativeProducer? _producer;
    private long? _epoch;

    public async Task PublishAsync(TransactionPlan plan, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        // Transactional calls wait for brokers: they must not hold up the caller's thread. Whoever waits may give up; the transaction comes
        // to its end.
        await Task.Run(() => RunAsync(plan, cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
    }

    /// <summary>Closes the producer of a range that this relay has given up: whoever has it now will have fenced it off.</summary>
    public void CloseUnlessLeased()
    {
        if (_epoch is not null && lease.Epoch != _epoch && _turn.Wait(0))
        {
            DropProducer();
            _turn.Release();
        }
    }

    public void Dispose() => DropProducer();

    private async Task RunAsync(TransactionPlan plan, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        TimeSpan TimeLeft() => options.DeliveryTimeout - timeProvider.GetElapsedTime(started);
        try
        {
            // A relay that was late to open its producer, and then found out that the range is not its own any more, has fenced this one
            // off: once, the right is asked for and the producer opened anew.
            if (!await TryRunAsync(plan, isRepeated: false, TimeLeft, cancellationToken))
            {
                await TryRunAsync(plan, isRepeated: true, TimeLeft, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <returns>Whether every event has a result; otherwise the producer was fenced off, and may not have deserved it.</returns>
    private async Task<bool> TryRunAsync(
        TransactionPlan plan, bool isRepeated, Func<TimeSpan> timeLeft, CancellationToken cancellationToken)
    {
        NativeProducer? producer = null;
        try
        {
            producer = await EnterProducerAsync(timeLeft, cancellationToken);
            if (producer is null)
            {
                plan.GiveUp(PublishResult.TakenOver);
                return true;
            }

            while (timeLeft() > TimeSpan.Zero && !cancellationToken.IsCancellationRequested && plan.TryNext(out var part))
            {
                await TransactAsync(producer, plan, part, timeLeft);
            }

            plan.GiveUp(plan.Suspicion is { } suspicion ? Unresolved(suspicion) : _timeIsOver);
        }
        catch (KafkaException exception) when (!isRepeated && _epoch is not null && IsFencing(exception.Error, producer))
        {
            logger.ProducerFenced(transactionalId);
            DropProducer();
            plan.Renew();
            return false;
        }
        catch (KafkaException exception)
        {
            var epoch = _epoch;
            DropProducer();
            if (IsFencing(exception.Error, producer))
            {
                plan.GiveUp(await ExplainFencingAsync(epoch, cancellationToken));
            }
            else
            {
                logger.TransactionFailed(exception, transactionalId);
                plan.GiveUp(PublishResult.Failed(clients.Describe(clients.WithCause(exception.Error))));
            }
        }
        catch (LeaseUnknownException exception)
        {
            DropProducer();
            plan.GiveUp(PublishResult.Failed(exception.Message));
        }
        finally
        {
            producer?.Leave();
        }

        return true;
    }

    private static async Task TransactAsync(NativeProducer producer, TransactionPlan plan, List<int> part, Func<TimeSpan> timeLeft)
    {
        var transaction = new Transaction(producer);
        try
        {
            producer.BeginTransaction();
            await transaction.SendAsync(plan, part);
            if (await transaction.AreAllTakenAsync())
            {
                Commit(producer, timeLeft);
                plan.Acknowledge(part);
                return;
            }

            producer.Client.AbortTransaction(AtLeastASecond(timeLeft()));
        }
        catch (KafkaException)
        {
            LeaveWhenReported(producer, transaction);
            throw;
        }

        var refused = await transaction.FindRefusedAsync(part);
        if (producer.IsBroken || !plan.TryGoOnWithout(part, refused))
        {
            plan.GiveUp(TransactionPlan.CauseOf(refused).Result);
        }
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

    /// <summary>The reports may come late: the native client must not be destroyed before.</summary>
    private static void LeaveWhenReported(NativeProducer producer, Transaction transaction)
    {
        producer.Enter();
        _ = transaction.WhenAllAreReported().ContinueWith(_ => producer.Leave(), TaskScheduler.Default);
    }

    /// <summary>
    /// The producer, opened under the lease in force. To open it fences off whoever had the range: so the right to it is looked at before,
    /// and again afterwards, when whoever takes the range over from now on will fence this one off.
    /// </summary>
    /// <returns>The producer; <see langword="null"/> when the range belongs to another relay.</returns>
    private async Task<NativeProducer?> EnterProducerAsync(Func<TimeSpan> timeLeft, CancellationToken cancellationToken)
    {
        var epoch = lease.Epoch;
        if (_producer is null || _epoch != epoch)
        {
            DropProducer();
            if (!await lease.IsHeldAsync(epoch, cancellationToken))
            {
                return null;
            }

            _producer = OpenProducer(AtLeastASecond(timeLeft()));
            _epoch = epoch;
            if (!await lease.IsHeldAsync(epoch, cancellationToken))
            {
                DropProducer();
                return null;
            }
        }

        _producer.Enter();
        return _producer;
    }

    private NativeProducer OpenProducer(TimeSpan timeout)
    {
        var producer = new NativeProducer(clients, options, transactionalId);
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
        _epoch = null;
    }

    private async Task<PublishResult> ExplainFencingAsync(long? epoch, CancellationToken cancellationToken)
    {
        try
        {
            return epoch is null || !await lease.IsHeldAsync(epoch, cancellationToken)
                ? PublishResult.TakenOver
                : PublishResult.Failed(
                    $"The bucket range is leased to this relay, and yet another producer with the transactional id {transactionalId} has "
                    + "fenced it off twice. Give each outbox on the cluster a Kafka:TransactionalIdPrefix of its own.");
        }
        catch (LeaseUnknownException exception)
        {
            return PublishResult.Failed(exception.Message);
        }
    }

    private static PublishResult Unresolved(SendReport refusal) => PublishResult.Failed(
        $"The brokers refused a transaction for one of its events, and the time for the batch was over before it was found "
        + $"({refusal.Result.Error}).");

    private static bool IsFencing(Error error, NativeProducer? producer) => IsFencing(error.Code) || producer is { IsFenced: true };

    private static bool IsFencing(ErrorCode code) =>
        code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch;

    private static TimeSpan AtLeastASecond(TimeSpan time) => time > TimeSpan.FromSeconds(1) ? time : TimeSpan.FromSeconds(1);
}
