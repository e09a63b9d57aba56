namespace CleanCqrs.WebUi.Operations;

/// <summary>Asks to give a dead letter up.</summary>
/// <param name="Reason">Why; it is put on record.</param>
public sealed record DiscardRequest(string Reason);
