namespace CleanCqrs.Application.Operations;

/// <summary>Dead letters that look alike: most likely one cause, to be mended and redriven together.</summary>
/// <param name="Kind">Why they wait.</param>
/// <param name="Source">Where they are held: <see cref="DeadLetter.OutboxSource"/>, or the name of a projection.</param>
/// <param name="EventType">The event type; <see langword="null"/> for messages that are no events.</param>
/// <param name="Error">The first line of the failure, up to 300 characters.</param>
/// <param name="Count">How many there are.</param>
public sealed record DeadLetterGroup(DeadLetterKind Kind, string Source, string? EventType, string Error, long Count);
