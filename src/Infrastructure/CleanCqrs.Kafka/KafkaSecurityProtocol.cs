namespace CleanCqrs.Kafka;

/// <summary>How connections to brokers are protected.</summary>
public enum KafkaSecurityProtocol
{
    /// <summary>Not at all.</summary>
    Plaintext,

    /// <summary>TLS.</summary>
    Ssl,

    /// <summary>SASL without encryption: only for networks that are trusted.</summary>
    SaslPlaintext,

    /// <summary>SASL over TLS.</summary>
    SaslSsl,
}
