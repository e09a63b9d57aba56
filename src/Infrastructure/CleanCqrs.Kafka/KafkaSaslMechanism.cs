namespace CleanCqrs.Kafka;

/// <summary>How this program proves to brokers who it is.</summary>
public enum KafkaSaslMechanism
{
    /// <summary>User name and password, as they are.</summary>
    Plain,

    /// <summary>User name and password by SCRAM-SHA-256 (RFC 5802).</summary>
    ScramSha256,

    /// <summary>User name and password by SCRAM-SHA-512 (RFC 5802).</summary>
    ScramSha512,

    /// <summary>A bearer token from an OpenID Connect provider (RFC 7628), by client credentials.</summary>
    OAuthBearer,
}
