using System.Text;
using CleanCqrs.Application.Transport;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>
/// A native producer, which knows when it is of no use any more. It lives until its owner and all who are publishing through it have left: destroying it earlier
/// would leave them waiting for delivery reports that never come.
/// </summary>
internal sealed class NativeProducer
{
    private readonly byte[] _source;
    private volatile bool _isBroken;
    private int _users = 1;

    public NativeProducer(KafkaOptions options, string? transactionalId, ILogger logger)
    {
        _source = Encoding.UTF8.GetBytes(options.Source);
        Client = new ProducerBuilder<byte[], byte[]>(KafkaClients.ForProducer(options, transactionalId))
            .SetLogHandler((_, message) => ClientLog.Write(logger, message, options))
            .SetErrorHandler((_, error) =>
            {
                ClientLog.Write(logger, error, options);
                Look(error);
            })
            .Build();
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

    /// <summary>Gives an event to librdkafka.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="report">Is called once, mostly on the thread of librdkafka: it must not throw, and not wait.</param>
    public void Send(EventEnvelope envelope, Action<SendReport> report)
    {
        var activity = KafkaTelemetry.StartPublish(envelope);
        KafkaTelemetry.InFlight.Add(1);
        try
        {
            Client.Produce(
                envelope.Topic,
                CloudEventMessage.Write(envelope, _source, activity?.Id ?? envelope.TraceParent),
                delivery =>
                {
                    Look(delivery.Error);
                    KafkaTelemetry.InFlight.Add(-1);
                    KafkaTelemetry.EndPublish(activity, delivery);
                    report(new SendReport(delivery.Error, IsCertain: !Fate.IsCollective(delivery.Error)));
                });
        }
        catch (Exception exception) when (exception is KafkaException or ObjectDisposedException or ArgumentException)
        {
            var error = exception is KafkaException { Error: var known } ? known : new Error(ErrorCode.Local_Fail, exception.Message);
            Look(error);
            KafkaTelemetry.InFlight.Add(-1);
            KafkaTelemetry.EndPublish(activity, error);
            report(new SendReport(error, IsCertain: true, IsLocal: true));
        }
    }

    private void Look(Error error)
    {
        if (Fate.IsFatal(error))
        {
            _isBroken = true;
        }
    }
}
