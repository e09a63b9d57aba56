using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Kafka.Publishing;

/// <summary>Publishes through one idempotent producer, every stream of a batch at the same time.</summary>
internal sealed class PlainPublisher(KafkaClients clients, KafkaOptions options, TimeProvider timeProvider, ILogger logger) : IPublisher
{
    private readonly Lock _lock = new();
    private NativeProducer? _producer;
    private bool _disposed;

    public Task PublishAsync(IReadOnlyList<EventEnvelope> events, PublishResult[] results, CancellationToken cancellationToken) =>
        SendAsync(EnterProducer(), StreamChain.Of(events, results), cancellationToken).WaitAsync(cancellationToken);

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
        var started = timeProvider.GetTimestamp();
        bool IsTimeOver() => cancellationToken.IsCancellationRequested
            || timeProvider.GetElapsedTime(started) >= options.DeliveryTimeout / 2;
        try
        {
            while (chains.Count > 0)
            {
                await Task.WhenAll(chains.Select(chain => SendChainAsync(producer, chain, IsTimeOver)));

                // A broker refuses requests, not messages: whoever was in the same one is tried alone, and the innocent go on.
                foreach (var chain in chains.Where(chain => chain.MustGoAlone))
                {
                    await SendNextAsync(producer, chain, IsTimeOver);
                }

                chains = chains.FindAll(chain => !chain.IsDone);
            }
        }
        finally
        {
            producer.Leave();
        }
    }

    private static async Task SendChainAsync(NativeProducer producer, StreamChain chain, Func<bool> isTimeOver)
    {
        while (!chain.IsDone && !chain.MustGoAlone)
        {
            await SendNextAsync(producer, chain, isTimeOver);
        }
    }

    private static async Task SendNextAsync(NativeProducer producer, StreamChain chain, Func<bool> isTimeOver)
    {
        if (isTimeOver())
        {
            chain.Stop(PublishResult.Failed("The time for the batch was over before its turn came."));
        }
        else
        {
            chain.Apply(await producer.SendAsync(chain.Next));
        }
    }

    private NativeProducer EnterProducer()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_producer is { IsBroken: true })
            {
                logger.ProducerFailed();
                _producer.Leave();
                _producer = null;
            }

            _producer ??= new NativeProducer(clients, options);
            _producer.Enter();
            return _producer;
        }
    }
}
