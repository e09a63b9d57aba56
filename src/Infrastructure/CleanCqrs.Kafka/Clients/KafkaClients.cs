using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Clients;

/// <summary>Builds native clients, and passes on what they have to say, without the secrets.</summary>
internal sealed class KafkaClients : IDisposable
{
    private readonly KafkaOptions _options;
    private readonly ILogger<KafkaClients> _logger;
    private readonly Lazy<IAdminClient> _admin;

    public KafkaClients(IOptions<KafkaOptions> options, ILogger<KafkaClients> logger)
    {
        _options = options.Value;
        _logger = logger;
        _admin = new(() => new AdminClientBuilder(ClientSettings.ForAdmin(_options))
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => Log(error))
            .Build());
    }

    /// <summary>The one administrative client of the process.</summary>
    public IAdminClient Admin => _admin.Value;

    public IProducer<byte[], byte[]> BuildProducer(string? transactionalId, Action<Error> onError) =>
        new ProducerBuilder<byte[], byte[]>(ClientSettings.ForProducer(_options, transactionalId))
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) =>
            {
                Log(error);
                onError(error);
            })
            .Build();

    public ConsumerBuilder<byte[], byte[]> PrepareConsumer(string group) =>
        new ConsumerBuilder<byte[], byte[]>(ClientSettings.ForConsumer(_options, group))
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => Log(error));

    /// <summary>The code and the reason of an error, without the secrets.</summary>
    public string Describe(Error error) => $"{error.Code}: {Secrets.Redact(error.Reason, _options)}";

    public void Dispose()
    {
        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }
    }

    private void Log(LogMessage message)
    {
        // A lost connection is found again by itself, and tried for again and again: whether it matters is seen in results, and in the
        // health check. And all clients are given the same settings, of which each takes its own.
        var isExpected = message.Facility is "FAIL" or "ERROR"
            || (message.Facility == "CONFWARN" && message.Message.Contains("will be ignored by this", StringComparison.Ordinal));
        var level = isExpected ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        if (_logger.IsEnabled(level))
        {
            var text = Secrets.Redact(message.Message, _options);
            _logger.Log(level, "librdkafka {Client} {Facility}: {Message}", message.Name, message.Facility, text);
        }
    }

    private void Log(Error error)
    {
        var level = error.IsFatal ? LogLevel.Error : error.Code == ErrorCode.Local_AllBrokersDown ? LogLevel.Warning : LogLevel.Debug;
        if (_logger.IsEnabled(level))
        {
            _logger.Log(level, "Kafka: {Error}", Describe(error));
        }
    }
}
