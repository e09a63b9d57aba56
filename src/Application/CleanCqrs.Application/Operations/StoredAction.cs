namespace CleanCqrs.Application.Operations;

/// <summary>An action as a database keeps it.</summary>
/// <param name="Number">Its number there; later ones have higher numbers.</param>
/// <param name="Action">The action.</param>
public sealed record StoredAction(long Number, OperatorAction Action);
