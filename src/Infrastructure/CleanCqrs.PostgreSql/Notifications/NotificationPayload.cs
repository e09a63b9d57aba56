using CleanCqrs.Application.Signals;

namespace CleanCqrs.PostgreSql.Notifications;

/// <summary>What a notification says: nothing for messages of the outbox, the name of the projection for a redrive.</summary>
internal static class NotificationPayload
{
    /// <summary>The payload that tells of a commit; <see langword="null"/> when it concerns nobody else.</summary>
    public static string? Of(Commit commit) => commit switch
    {
        OutboxCommit => string.Empty,
        RedriveCommit redrive => redrive.Projection,
        _ => null,
    };

    public static Commit Read(string payload) =>
        payload.Length == 0 ? new OutboxCommit { IsFromElsewhere = true } : new RedriveCommit(payload) { IsFromElsewhere = true };
}
