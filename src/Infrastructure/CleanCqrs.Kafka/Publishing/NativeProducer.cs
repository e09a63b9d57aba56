using System.Text;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
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
    private readonly byte[] _source;
    private volatile bool _isBroken;
    private int _users = 1;

    public NativeProducer(KafkaClients clients, string source, string? transactionalId = null)
    {
        _source = Encoding.UTF8.GetBytes(source);
        Client = clients.BuildProducer(transactionalId, Inspect);
    }

    public IProducer<byte[], byte[]> Client { get; }

    public bool IsBroken => _isBroken;

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
        var span = PublishSpan.Start(envelope);
        KafkaMetrics.InFlight.Add(1);
        try
        {
            var message = CloudEventMessage.Write(envelope, _source, span?.Id ?? envelope.TraceParent);
            Client.Produce(envelope.Topic, message, delivery => Report(new SendReport(delivery.Error), delivery));
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
            PublishSpan.End(span, report.Error, delivery);
            sent.SetResult(report);
        }
    }

    private void Inspect(Error error)
    {
        if (error.IsFatal || error.Code is ErrorCode.Local_Fatal or ErrorCode.Local_Destroy)
        {
            _isBroken = true;
        }
    }
}
