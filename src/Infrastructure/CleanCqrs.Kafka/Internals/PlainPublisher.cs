using CleanCqrs.Application.Transport;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Publishes through one idempotent producer, every stream of a batch at the same time.</summary>
internal sealed class PlainPublisher(KafkaOptions options, TimeProvider timeProvider, ILogger logger) : IPublisher
{
    private readonly Lock _lock = new();
    private NativeProducer? _producer;
    private bool _disposed;

    public Task PublishAsync(IReadOnlyList<EventEnvelope> events, PublishResult[] results, CancellationToken cancellationToken) =>
        SendAsync(Enter(), StreamChain.Of(events, results), cancellationToken).WaitAsync(cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _producer?.Leave();
            _producer = null;
        }
    }

    /// <summary>Whoever waits for it may give up; it goes on until librdkafka has reported on everything that it was given.</summary>
    private async Task SendAsync(NativeProducer producer, List<StreamChain> chains, CancellationToken cancellationToken)
    {
        try
        {
            var started = timeProvider.GetTimestamp();
            bool MayGoOn() => !cancellationToken.IsCancellationRequested && timeProvider.GetElapsedTime(started) < options.DeliveryTimeout / 2;
            while (chains.Count > 0)
            {
                var suspects = await new ChainedRound(producer, MayGoOn).RunAsync(chains);
                chains = await TryAloneAsync(producer, suspects, MayGoOn);
            }
        }
        finally
        {
            producer.Leave();
        }
    }

    /// <summary>A broker refuses requests, not messages: whoever was in the same one is tried alone, and the innocent go on.</summary>
    private static async Task<List<StreamChain>> TryAloneAsync(
        NativeProducer producer, List<(StreamChain Chain, Error Error)> suspects, Func<bool> mayGoOn)
    {
        var innocent = new List<StreamChain>();
        foreach (var (chain, _) in suspects)
        {
            var stuck = await new ChainedRound(producer, mayGoOn, oneEach: true).RunAsync([chain]);
            if (stuck.Count > 0)
            {
                chain.Stop(Fate.Of(stuck[0].Error));
            }
            else if (!chain.IsDone)
            {
                innocent.Add(chain);
            }
        }

        return innocent;
    }

    private NativeProducer Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(KafkaTransport));
            if (_producer is { IsBroken: true })
            {
                logger.LogWarning("The Kafka producer has failed for good, and is built anew; publishing goes on with the first event that was not acknowledged");
                _producer.Leave();
                _producer = null;
            }

            _producer ??= new NativeProducer(options, transactionalId: null, logger);
            _producer.Enter();
            return _producer;
        }
    }
}
