namespace CleanCqrs.Application.Operations;

/// <summary>One sentence of an explanation.</summary>
/// <param name="Kind">What it asks of its reader.</param>
/// <param name="Part">Of which part of the way it tells: <see cref="OutboxPart"/>, or the name of a projection.</param>
/// <param name="What">What is the case.</param>
/// <param name="ToDo">What to do about it, or <see langword="null"/> when nothing is to be done.</param>
public sealed record Finding(FindingKind Kind, string Part, string What, string? ToDo)
{
    /// <summary>The part from the commit to the transport: <c>outbox</c>.</summary>
    public const string OutboxPart = DeadLetter.OutboxSource;
}
