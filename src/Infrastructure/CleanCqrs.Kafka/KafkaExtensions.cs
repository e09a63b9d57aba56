using CleanCqrs.Application;
using CleanCqrs.Application.History;
using CleanCqrs.Application.Transport;
using CleanCqrs.Kafka.Clients;
using CleanCqrs.Kafka.Configuration;
using CleanCqrs.Kafka.History;
using CleanCqrs.Kafka.Messages;
using CleanCqrs.Kafka.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka;

/// <summary>Carries events through Kafka.</summary>
public static class KafkaExtensions
{
    /// <summary>
    /// Carries events through Kafka, so that relay and projections may run in processes of their own. At start the topics of all known
    /// events are created or checked, and a health check <c>kafka</c> is added, which is degraded while no broker answers: commands are
    /// accepted without one. Where the chain has no outbox, the topics are the history of events (<see cref="IEventHistory"/>).
    /// </summary>
    /// <param name="builder">The chain.</param>
    /// <param name="configure">Sets the options; <see cref="KafkaOptions.BootstrapServers"/> at least.</param>
    /// <returns>The chain.</returns>
    /// <exception cref="InvalidOperationException">The chain has another transport already.</exception>
    public static CleanCqrsBuilder UseKafka(this CleanCqrsBuilder builder, Action<KafkaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        services.AddOptions<KafkaOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaOptions>, KafkaOptionsValidator>());
        services.TryAddSingleton<KafkaClients>();
        services.TryAddSingleton<ForeignEvents>();
        builder.UseTransport<KafkaTransport>();
        services.TryAddSingleton<IEventHistory>(provider =>
            provider.GetRequiredService<IOptions<KafkaOptions>>().Value.Consumer.ReadsHistory
                ? ActivatorUtilities.CreateInstance<TopicEventHistory>(provider)
                : null!);
        services.TryAddSingleton<KafkaTopics>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<KafkaTopics>());
        services.AddHealthChecks().AddCheck<KafkaHealthCheck>("kafka");
        return builder;
    }
}
