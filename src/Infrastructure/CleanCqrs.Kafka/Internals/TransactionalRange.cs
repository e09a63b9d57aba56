using CleanCqrs.Application.Transport;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>The transactions of one bucket range, one after the other.</summary>
internal sealed class TransactionalRange(string transactionalId, KafkaOptions options, TimeProvider timeProvider, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private NativeProducer? _producer;

    public async Task PublishAsync(TransactionPart part, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        // Transactional calls wait for brokers: they must not hold up the caller's thread. Whoever waits may give up; the transaction comes to its end.
        await Task.Run(() => RunAsync(part, cancellationToken), CancellationToken.None).WaitAsync(cancellationToken);
    }

    public void Dispose() => Drop();

    private async Task RunAsync(TransactionPart part, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        TimeSpan Left() => options.DeliveryTimeout - timeProvider.GetElapsedTime(started);
        NativeProducer? producer = null;
        try
        {
            producer = _producer ??= Open(Left());
            producer.Enter();
            await TransactAsync(producer, part, Left, cancellationToken);
            part.Fill(PublishResult.Failed("The time for the batch was over before its turn came."));
        }
        catch (KafkaException exception)
        {
            logger.LogWarning(exception, "The transaction of {TransactionalId} has failed; its producer is built anew", transactionalId);
            Drop();
            part.Fill(PublishResult.Failed(Explain(exception.Error)));
        }
        finally
        {
            producer?.Leave();
            _turn.Release();
        }
    }

    /// <summary>Publishes in one transaction; when events are rejected, in further ones without them.</summary>
    private static async Task TransactAsync(NativeProducer producer, TransactionPart whole, Func<TimeSpan> left, CancellationToken cancellationToken)
    {
        var stops = new Dictionary<string, int>();
        var work = new Stack<TransactionPart>([whole]);
        while (left() > TimeSpan.Zero && !cancellationToken.IsCancellationRequested && work.TryPop(out var next))
        {
            var part = next.Without(stops);
            if (part.Indexes.Count == 0)
            {
                continue;
            }

            producer.Client.BeginTransaction();
            var errors = await SendAsync(producer, part, stops);
            if (errors.Count == 0)
            {
                Commit(producer, left);
                part.Fill(PublishResult.Acknowledged);
                continue;
            }

            producer.Client.AbortTransaction(AtLeastASecond(left()));
            if (producer.IsBroken || !TryBlame(part, errors, stops, work))
            {
                // It is the brokers that take nothing, not an event that can't be taken.
                part.Fill(Fate.Of(errors.Values.First().Error));
                return;
            }
        }
    }

    /// <summary>Finds out which events can't be published, and lines up the others again.</summary>
    private static bool TryBlame(TransactionPart part, Dictionary<int, SendReport> errors, Dictionary<string, int> stops, Stack<TransactionPart> work)
    {
        var certain = errors.Where(pair => pair.Value.IsCertain && Fate.Of(pair.Value.Error).Outcome == PublishOutcome.Rejected).OrderBy(pair => pair.Key).ToList();
        if (certain.Count == 0 && part.Indexes.Count == 1 && errors.Values.First() is { IsSuspicion: true } alone)
        {
            certain = [new(part.Indexes[0], alone)];
        }

        foreach (var (index, report) in certain.Where(pair => stops.TryAdd(part.Events[pair.Key].StreamId, pair.Key)))
        {
            part.Results[index] = Fate.Of(report.Error);
        }

        if (certain.Count > 0)
        {
            work.Push(part);
            return true;
        }

        if (!errors.Values.Any(report => report.IsSuspicion))
        {
            return false;
        }

        // A request was refused as a whole: halves tell who is to blame.
        var (first, second) = part.Halves();
        work.Push(second);
        work.Push(first);
        return true;
    }

    /// <summary>
    /// Gives the events to librdkafka and waits for its reports. What it does not even take (an event beyond the size limit) leaves the transaction as it is: it is
    /// rejected at once, with its stream behind it.
    /// </summary>
    /// <returns>The events that brokers did not take.</returns>
    private static async Task<Dictionary<int, SendReport>> SendAsync(NativeProducer producer, TransactionPart part, Dictionary<string, int> stops)
    {
        var errors = new Dictionary<int, SendReport>();
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = part.Indexes.Count;
        void Close()
        {
            if (Interlocked.Decrement(ref open) == 0)
            {
                ended.SetResult();
            }
        }

        foreach (var index in part.Indexes)
        {
            var envelope = part.Events[index];
            if (stops.ContainsKey(envelope.StreamId))
            {
                part.Results[index] = Fate.Behind;
                Close();
                continue;
            }

            producer.Send(envelope, report =>
            {
                if (report.IsLocal && Fate.Of(report.Error) is { Outcome: PublishOutcome.Rejected } rejection)
                {
                    stops.Add(envelope.StreamId, index);
                    part.Results[index] = rejection;
                }
                else if (!report.IsAcknowledged)
                {
                    lock (errors)
                    {
                        errors[index] = report;
                    }
                }

                Close();
            });
        }

        await ended.Task;
        return errors;
    }

    private static void Commit(NativeProducer producer, Func<TimeSpan> left)
    {
        while (true)
        {
            try
            {
                producer.Client.CommitTransaction(AtLeastASecond(left()));
                return;
            }
            catch (KafkaRetriableException) when (left() > TimeSpan.Zero)
            {
                // librdkafka keeps the transaction: asking again continues where it was.
            }
        }
    }

    private NativeProducer Open(TimeSpan timeout)
    {
        var producer = new NativeProducer(options, transactionalId, logger);
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

    private void Drop()
    {
        _producer?.Leave();
        _producer = null;
    }

    private static string Explain(Error error) => error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch
        ? "Another relay instance has taken over this bucket range, and has fenced this one off."
        : $"{error.Code}: {error.Reason}";

    private static TimeSpan AtLeastASecond(TimeSpan time) => time > TimeSpan.FromSeconds(1) ? time : TimeSpan.FromSeconds(1);
}
