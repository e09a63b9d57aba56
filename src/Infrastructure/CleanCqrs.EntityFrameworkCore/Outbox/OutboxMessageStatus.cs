namespace CleanCqrs.EntityFrameworkCore.Outbox;

internal enum OutboxMessageStatus
{
    Pending = 0,
    Published = 1,
    DeadLetter = 2,
}
