using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Internals;

/// <summary>Whether a broker answers. Degraded when not: commands are accepted all the same, and their events wait in the outbox.</summary>
internal sealed class KafkaHealthCheck(BrokerView brokers, KafkaTopics topics, IOptions<KafkaOptions> options) : IHealthCheck
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var metadata = await Task.Run(() => brokers.Client.GetMetadata(_patience), cancellationToken).WaitAsync(cancellationToken);
            return topics.Trouble is { } trouble
                ? HealthCheckResult.Degraded(trouble)
                : HealthCheckResult.Healthy($"{metadata.Brokers.Count} brokers.");
        }
        catch (KafkaException exception)
        {
            return HealthCheckResult.Degraded(
                $"No broker of {options.Value.BootstrapServers} answers ({exception.Error.Code}); events wait in the outbox until one does.");
        }
    }
}
