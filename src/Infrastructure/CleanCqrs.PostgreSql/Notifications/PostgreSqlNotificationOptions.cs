using CleanCqrs.Application;

namespace CleanCqrs.PostgreSql.Notifications;

/// <summary>How processes on one PostgreSQL write database tell each other of commits.</summary>
public sealed class PostgreSqlNotificationOptions
{
    /// <summary>The name of the section of the configuration that these options are usually bound to.</summary>
    public const string Section = "Outbox:Notifications";

    /// <summary>
    /// The connection string of the write database. Listening and notifying keep a connection each; that of the listener must not go
    /// through a pooler that changes sessions.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The name of the channel: small letters, digits and underscores, at most 63. Default: <c>cleancqrs_outbox</c>.</summary>
    public string Channel { get; set; } = "cleancqrs_outbox";

    /// <summary>Whether this process listens. Default: yes; switch it off where no relay runs.</summary>
    public bool Listen { get; set; } = true;

    /// <summary>
    /// When a listener that could not connect tries again; a connection that breaks is replaced at once. Default: after 1 second, doubling
    /// up to 1 minute, for ever.
    /// </summary>
    public RetrySchedule Retry { get; set; } = new();
}
