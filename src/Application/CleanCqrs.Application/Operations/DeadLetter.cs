using CleanCqrs.Application.Transport;

namespace CleanCqrs.Application.Operations;

/// <summary>
/// An event that waits for a person: the transport has refused it, or a projection could not apply it. Its stream waits behind it.
/// </summary>
/// <param name="Source">Where it is held: <see cref="OutboxSource"/>, or the name of a projection.</param>
/// <param name="Envelope">The event, whole.</param>
/// <param name="Attempts">How often it has failed.</param>
/// <param name="Error">The last failure.</param>
public sealed record DeadLetter(string Source, EventEnvelope Envelope, int Attempts, string? Error)
{
    /// <summary>The source of messages that the transport refused: <c>outbox</c>.</summary>
    public const string OutboxSource = "outbox";
}
