namespace CleanCqrs.Kafka;

/// <summary>Where OAUTHBEARER gets its tokens: the client credentials grant of an OpenID Connect provider (RFC 6749, 4.4).</summary>
public sealed class KafkaOAuthOptions
{
    /// <summary>The token endpoint. Required with OAUTHBEARER.</summary>
    public Uri? TokenEndpoint { get; set; }

    /// <summary>The client. Required with OAUTHBEARER.</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of the client. Required with OAUTHBEARER.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The scope to ask for. Default: none.</summary>
    public string? Scope { get; set; }
}
