namespace CleanCqrs.Application.Outbox;

/// <summary>How far an event has come on the write side.</summary>
public enum OutboxEventState
{
    /// <summary>It waits to be published.</summary>
    Pending,

    /// <summary>The transport has it.</summary>
    Published,

    /// <summary>The transport has refused it for good; its stream waits for a person.</summary>
    DeadLetter,

    /// <summary>Somebody has given it up: it is never published, and the projections pass over it.</summary>
    Discarded,
}
