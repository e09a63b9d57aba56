using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Transport;

namespace CleanCqrs.Simulation.Stores;

internal sealed class OutboxRow(long position, EventEnvelope envelope)
{
    public long Position => position;

    public EventEnvelope Envelope => envelope;

    public OutboxEventState Status { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public string? Error { get; set; }

    public OutboxRow Copy() => new(Position, Envelope)
    {
        Status = Status,
        Attempts = Attempts,
        PublishedAt = PublishedAt,
        Error = Error,
    };

    public OutboxMessage ToMessage() => new(Position, Attempts, Envelope);
}
