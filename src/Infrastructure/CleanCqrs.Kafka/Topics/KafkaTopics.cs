using CleanCqrs.Application;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Topics;

/// <summary>
/// Makes sure before anything else starts that the topics of all known events exist. When no broker answers, the host starts nevertheless,
/// since commands need none, and this goes on looking.
/// </summary>
internal sealed class KafkaTopics(
    KafkaClients clients,
    IIntegrationEventTypes types,
    IOptions<KafkaOptions> options,
    TimeProvider timeProvider,
    ILogger<KafkaTopics> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly RetrySchedule _retry =
        new() { FirstDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(30) };

    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;

    /// <summary>What is wrong with the topics, as far as it is known.</summary>
    public string? Problem { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Source == KafkaOptions.DefaultSource)
        {
            logger.SourceNotSet();
        }

        if (TopicsOnTheWire().Find(topic => topic.Length > EnvelopeLimits.Name) is { } topic)
        {
            throw new InvalidOperationException(
                $"With Kafka:NamePrefix the topic {topic} has {topic.Length} characters; at most {EnvelopeLimits.Name} can be kept. "
                + "Choose a shorter prefix.");
        }

        try
        {
            Problem = await EnsureAsync(cancellationToken);
        }
        catch (KafkaException exception)
        {
            logger.NoBrokerAnswers(Secrets.BrokersOf(options.Value), clients.Describe(clients.WithCause(exception.Error)));
            _watch = WatchAsync();
            return;
        }

        if (Problem is not null)
        {
            throw new MissingTopicsException(Problem);
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
                await Task.Delay(_retry.DelayAfter(attempt), timeProvider, _stop.Token);
                try
                {
                    var before = Problem;
                    Problem = await EnsureAsync(_stop.Token);
                    if (Problem is null)
                    {
                        logger.BrokersAnswer(Secrets.BrokersOf(options.Value));
                        return;
                    }

                    if (Problem != before)
                    {
                        logger.TopicsUnusable(Problem);
                    }
                }
                catch (KafkaException exception)
                {
                    logger.StillNoBroker(exception);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            logger.StopBeforeBroker();
        }
    }

    private List<string> TopicsOnTheWire() => [.. types.Topics.Select(new WireNames(options.Value).TopicOf)];

    private async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        var setup = new TopicSetup(clients.Admin, options.Value, logger);
        var problem = await setup.EnsureAsync(TopicsOnTheWire(), cancellationToken);
        clients.Trouble.Clear();
        return problem;
    }
}
