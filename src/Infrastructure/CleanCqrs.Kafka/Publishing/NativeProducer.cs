using System.Text;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Diagnostics;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>
/// A native producer, which knows when it is of no use any more. It lives until its owner and all who are publishing through it have left:
/// destroying it earlier would leave them waiting for delivery reports that never come.
/// </summary>
internal sealed class NativeProducer
{
    private readonly KafkaClients _clients;
    private readonly byte[] _source;
    private readonly WireNames _names;
    private volatile bool _isBroken;
    private volatile bool _isFenced;
    private volatile TaskCompletionSource<Error> _transactionError = NotFailed();
    private int _users = 1;

    public NativeProducer(KafkaClients clients, KafkaOptions options, string? transactionalId = null)
    {
        _clients = clients;
        _source = Encoding.UTF8.GetBytes(options.Source);
        _names = new WireNames(options);
        Client = clients.BuildProducer(transactionalId, Inspect, line => _transactionError.TrySetResult(TransactionFailure.Read(line)));
    }

    public IProducer<byte[], byte[]> Client { get; }

    public bool IsBroken => _isBroken;

    /// <summary>Whether another producer with the same transactional id has been opened since.</summary>
    public bool IsFenced => _isFenced;

    /// <summary>Why the transaction has failed; it is not completed while it has not.</summary>
    public Task<Error> TransactionError => _transactionError.Task;

    public void BeginTransaction()
    {
        _transactionError = NotFailed();
        Client.BeginTransaction();
    }

    public void Enter() => Interlocked.Increment(ref _users);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Client.Dispose();
        }
    }

    /// <summary>Gives an event to librdkafka. What that refuses by itself is reported before the call returns.</summary>
    public Task<SendReport> SendAsync(EventEnvelope envelope)
    {
        // Whoever waits goes on elsewhere: the thread of librdkafka, which brings the reports, must never wait.
        var sent = new TaskCompletionSource<SendReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var topic = _names.TopicOf(envelope.Topic);
        var publication = Publication.Begin(envelope, topic);
        KafkaMetrics.InFlight.Add(1);
        try
        {
            var message = CloudEventMessage.Write(envelope, _source, publication.TraceParent ?? envelope.TraceParent);
            Client.Produce(topic, message, delivery => Report(new SendReport(_clients.WithCause(delivery.Error)), delivery));
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException or ArgumentException)
        {
            var error = exception is KafkaException { Error: var known } ? known : new Error(ErrorCode.Local_Fail, exception.Message);
            Report(new SendReport(error, IsLocal: true), null);
        }

        return sent.Task;

        void Report(SendReport report, DeliveryResult<byte[], byte[]>? delivery)
        {
            Inspect(report.Error);
            KafkaMetrics.InFlight.Add(-1);
            publication.End(report.Error, delivery);
            sent.SetResult(report);
        }
    }

    private static TaskCompletionSource<Error> NotFailed() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Inspect(Error error)
    {
        if (error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch)
        {
            _isFenced = true;
        }

        if (error.IsFatal || error.Code is ErrorCode.Local_Fatal or ErrorCode.Local_Destroy)
        {
            _isBroken = true;
        }
    }
}
