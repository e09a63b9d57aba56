using CleanCqrs.Application.IntegrationEvents;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Internals;

/// <summary>
/// Makes sure before anything else starts that the topics of all known events exist. When no broker answers, the host starts nevertheless, since commands need
/// none, and this goes on looking.
/// </summary>
internal sealed class KafkaTopics(
    BrokerView brokers, IIntegrationEventTypes types, IOptions<KafkaOptions> options, TimeProvider timeProvider, ILogger<KafkaTransport> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>What is wrong with the topics, as far as it is known.</summary>
    public string? Trouble { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            Trouble = await new TopicSetup(brokers.Client, options.Value, logger).EnsureAsync(types.Topics, cancellationToken);
        }
        catch (KafkaException exception)
        {
            logger.LogWarning(
                "No broker of {Brokers} answers ({Code}: {Reason}); events wait until one does", options.Value.BootstrapServers, exception.Error.Code,
                KafkaClients.Redact(exception.Error.Reason, options.Value));
            _watch = WatchAsync();
            return;
        }

        if (Trouble is not null)
        {
            throw new MissingTopicsException(Trouble);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _watch;
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                await Task.Delay(options.Value.Consumer.Redelivery.DelayAfter(attempt), timeProvider, _stop.Token);
                try
                {
                    Trouble = await new TopicSetup(brokers.Client, options.Value, logger).EnsureAsync(types.Topics, _stop.Token);
                    if (Trouble is null)
                    {
                        logger.LogInformation("The brokers of {Brokers} answer, and the topics are there", options.Value.BootstrapServers);
                        return;
                    }

                    logger.LogError("{Trouble}", Trouble);
                }
                catch (KafkaException exception)
                {
                    logger.LogDebug(exception, "Still no broker answers");
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            logger.LogDebug("The host stops before a broker has answered");
        }
    }
}
