namespace CleanCqrs.Application.Operations;

/// <summary>What became of a redrive or of a discard.</summary>
/// <param name="IsDone">Whether there was such a dead letter, and it is one no more.</param>
/// <param name="LastAction">
/// Where there was none: what was done last about it, as far as the trail tells; so that whoever comes second hears who was first.
/// </param>
public sealed record DeadLetterOutcome(bool IsDone, OperatorAction? LastAction = null)
{
    /// <summary>It was done.</summary>
    public static DeadLetterOutcome Done { get; } = new(true);
}
