using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Internals;

/// <summary>The one administrative client of the process.</summary>
internal sealed class BrokerView(IOptions<KafkaOptions> options, ILogger<KafkaTransport> logger) : IDisposable
{
    private readonly Lazy<IAdminClient> _client = new(() => new AdminClientBuilder(KafkaClients.ForAdmin(options.Value))
        .SetLogHandler((_, message) => ClientLog.Write(logger, message, options.Value))
        .SetErrorHandler((_, error) => ClientLog.Write(logger, error, options.Value))
        .Build());

    public IAdminClient Client => _client.Value;

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }
}
