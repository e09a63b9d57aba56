namespace CleanCqrs.Kafka;

/// <summary>How brokers are recognised, and how this program proves who it is. Secrets appear in no log and in no error.</summary>
public sealed class KafkaSecurityOptions
{
    /// <summary>How connections are protected. Default: <see cref="KafkaSecurityProtocol.Plaintext"/>.</summary>
    public KafkaSecurityProtocol Protocol { get; set; } = KafkaSecurityProtocol.Plaintext;

    /// <summary>The mechanism of SASL. Required with a SASL protocol.</summary>
    public KafkaSaslMechanism? Mechanism { get; set; }

    /// <summary>The user of PLAIN and SCRAM.</summary>
    public string? Username { get; set; }

    /// <summary>The password of PLAIN and SCRAM. Keep it out of files: <c>Kafka__Security__Password</c> in the environment.</summary>
    public string? Password { get; set; }

    /// <summary>Where OAUTHBEARER gets its tokens.</summary>
    public KafkaOAuthOptions OAuth { get; set; } = new();

    /// <summary>A PEM file with the authorities that may vouch for brokers. Default: those of the operating system.</summary>
    public string? CaFile { get; set; }

    /// <summary>A PEM file with the certificate of this program, for mutual TLS.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file with the key of <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The password of <see cref="KeyFile"/>.</summary>
    public string? KeyPassword { get; set; }
}
