using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Operations;

/// <summary>
/// Something that waits for a person: an event that the transport has refused or that a projection could not apply, or a message that is no
/// event. It is shown as it came, and never edited.
/// </summary>
/// <param name="Id">Names it.</param>
/// <param name="Since">
/// Since when: when the projection began to hold it or received it. The outbox does not keep when an event was refused: of those it is when
/// the event was recorded with its aggregate.
/// </param>
/// <param name="Attempts">How often it has failed; 0 for a message that is no event.</param>
/// <param name="Error">The last failure.</param>
public sealed record DeadLetter(DeadLetterId Id, DateTimeOffset Since, int Attempts, string? Error)
{
    /// <summary>The source of messages that the transport refused: <c>outbox</c>.</summary>
    public const string OutboxSource = "outbox";

    /// <summary>Where it is held: <see cref="OutboxSource"/>, or the name of a projection.</summary>
    public string Source => Id.Source;

    /// <summary>The event, whole; <see langword="null"/> where it is none.</summary>
    public EventEnvelope? Envelope { get; init; }

    /// <summary>The message, whole, where it is no event; else <see langword="null"/>.</summary>
    public UnreadableMessage? Message { get; init; }
}
