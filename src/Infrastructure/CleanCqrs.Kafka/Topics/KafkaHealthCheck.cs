using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.Messages;
using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Topics;

/// <summary>
/// Whether a broker answers, and the topics are there. Degraded when not: commands are accepted all the same, and their events wait in the
/// outbox.
/// </summary>
internal sealed class KafkaHealthCheck(
    KafkaClients clients, KafkaTopics topics, ForeignEvents foreign, IOptions<KafkaOptions> options) : IHealthCheck
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var metadata = await Task.Run(() => clients.Admin.GetMetadata(_timeout), cancellationToken).WaitAsync(cancellationToken);
            clients.Trouble.Clear();
            return (topics.Problem ?? foreign.Problem) is { } problem
                ? HealthCheckResult.Degraded(problem)
                : HealthCheckResult.Healthy($"{metadata.Brokers.Count} brokers.");
        }
        catch (KafkaException exception)
        {
            return HealthCheckResult.Degraded(
                $"No broker of {Secrets.BrokersOf(options.Value)} answers ({exception.Error.Code}); "
                + $"events wait in the outbox until one does.{(clients.Trouble.Current is { } cause ? $" {cause}" : string.Empty)}");
        }
    }
}
