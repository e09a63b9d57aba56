namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal enum OutboxMessageStatus
{
    Pending = 0,
    Published = 1,
    DeadLetter = 2,

    /// <summary>Given up by a person: it is never published, and its stream goes on without it.</summary>
    Discarded = 3,
}
