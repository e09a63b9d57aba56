namespace CleanCqrs.WebUi.Operations;

/// <summary>Asks for another attempt at a dead letter and everything behind it.</summary>
/// <param name="Source">
/// Where it is held: <see cref="CleanCqrs.Application.Operations.DeadLetter.OutboxSource"/>, or the name of a projection.
/// </param>
/// <param name="StreamId">Its stream.</param>
public sealed record RedriveRequest(string Source, string StreamId);
