namespace CleanCqrs.Application.Operations;

/// <summary>Why something waits for a person.</summary>
public enum DeadLetterKind
{
    /// <summary>An event in the outbox that the transport has refused. Its stream waits behind it.</summary>
    Refused,

    /// <summary>An event that a projection could not apply. What comes behind it in its stream is parked.</summary>
    Failed,

    /// <summary>A message on a topic of a projection that is no event. No stream waits for it, and it can't be redriven.</summary>
    Unreadable,
}
