using CleanCqrs.Kafka.Configuration;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Kafka.Clients;

/// <summary>Builds native clients, and passes on what they have to say, without the secrets.</summary>
internal sealed class KafkaClients : IDisposable
{
    private const string TransactionFailed = "TXNERR";

    /// <summary>What becomes of a request when there is no connection.</summary>
    private static readonly HashSet<ErrorCode> _consequences =
    [
        ErrorCode.Local_MsgTimedOut,
        ErrorCode.Local_TimedOut,
        ErrorCode.Local_Transport,
        ErrorCode.Local_AllBrokersDown,
        ErrorCode.Local_Authentication,
        ErrorCode.Local_Ssl,
        ErrorCode.Local_Resolve,
    ];

    private readonly KafkaOptions _options;
    private readonly ILogger<KafkaClients> _logger;
    private readonly Lazy<IAdminClient> _admin;

    public KafkaClients(IOptions<KafkaOptions> options, ILogger<KafkaClients> logger, TimeProvider? timeProvider = null)
    {
        _options = options.Value;
        _logger = logger;
        Trouble = new ConnectionTrouble(timeProvider ?? TimeProvider.System, logger);
        _admin = new(() => new AdminClientBuilder(ClientSettings.ForAdmin(_options))
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => Log(error))
            .Build());
    }

    /// <summary>Tests look over the shoulder of a producer.</summary>
    public Func<IProducer<byte[], byte[]>, string, IProducer<byte[], byte[]>> Wrap { get; init; } = (producer, _) => producer;

    /// <summary>Why brokers can't be reached.</summary>
    public ConnectionTrouble Trouble { get; }

    /// <summary>The one administrative client of the process.</summary>
    public IAdminClient Admin => _admin.Value;

    /// <param name="transactionalId">The transactional id, if there is one.</param>
    /// <param name="onError">Gets the errors of the producer.</param>
    /// <param name="onTransactionLine">Gets the lines of its log that say why a transaction has failed.</param>
    public IProducer<byte[], byte[]> BuildProducer(string? transactionalId, Action<Error> onError, Action<string> onTransactionLine) =>
        Wrap(new ProducerBuilder<byte[], byte[]>(ClientSettings.ForProducer(_options, transactionalId))
            .SetLogHandler((_, message) =>
            {
                Log(message);
                if (message.Facility == TransactionFailed)
                {
                    onTransactionLine(message.Message);
                }
            })
            .SetErrorHandler((_, error) =>
            {
                Log(error);
                onError(error);
            })
            .Build(), transactionalId ?? string.Empty);

    public ConsumerBuilder<byte[], byte[]> PrepareConsumer(string group) =>
        new ConsumerBuilder<byte[], byte[]>(ClientSettings.ForConsumer(_options, group))
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => Log(error));

    /// <summary>A consumer that is in no group, and commits nothing.</summary>
    public IConsumer<byte[], byte[]> BuildHistoryConsumer() =>
        new ConsumerBuilder<byte[], byte[]>(ClientSettings.ForHistory(_options))
            .SetLogHandler((_, message) => Log(message))
            .SetErrorHandler((_, error) => Log(error))
            .Build();

    /// <summary>The code and the reason of an error, without the secrets.</summary>
    public string Describe(Error error) => $"{error.Code}: {Secrets.Redact(error.Reason, _options)}";

    /// <summary>
    /// The same error, with the cause that librdkafka does not name: most of its errors of connections are time-outs or lost transports.
    /// </summary>
    public Error WithCause(Error error)
    {
        if (!error.IsError)
        {
            Trouble.Clear();
            return error;
        }

        return _consequences.Contains(error.Code) && Trouble.Current is { } cause
            ? new Error(error.Code, $"{error.Reason}. {cause}", error.IsFatal)
            : error;
    }

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
        // health check. What doesn't mend itself is said in words of our own. All clients are given the same settings, of which each takes
        // its own. And a transaction that fails, or a producer that is fenced off, is the business of whoever publishes.
        var isOfConnections = message.Facility is "FAIL" or "ERROR";
        var isExpected = isOfConnections
            || (message.Facility == "CONFWARN" && message.Message.Contains("will be ignored by this", StringComparison.Ordinal))
            || message.Facility == TransactionFailed
            || (message.Facility == "FATAL" && message.Message.Contains("fenced", StringComparison.OrdinalIgnoreCase));
        var level = isExpected ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        if (!isOfConnections && !_logger.IsEnabled(level))
        {
            return;
        }

        var text = Secrets.Redact(message.Message, _options);
        if (isOfConnections)
        {
            Trouble.Note(text);
        }

        _logger.LibrdkafkaSays(level, message.Name, message.Facility, text);
    }

    private void Log(Error error)
    {
        Trouble.Note(Secrets.Redact(error.Reason, _options));
        var level = error.Code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch ? LogLevel.Debug
            : error.IsFatal ? LogLevel.Error
            : error.Code == ErrorCode.Local_AllBrokersDown && Trouble.BeginOutage() ? LogLevel.Warning
            : LogLevel.Debug;
        if (_logger.IsEnabled(level))
        {
            _logger.ClientError(level, Describe(error));
        }
    }
}
