namespace CleanCqrs.Application.Operations;

/// <summary>A page of the dead letters of all sources.</summary>
/// <param name="Items">
/// Those of the outbox first, then those of each projection, by stream and version; then the messages that are no events, by place.
/// </param>
/// <param name="Next">Where the next page begins: behind this one. <see langword="null"/> when there is none.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, DeadLetterId? Next)
{
    /// <summary>Whether nothing follows.</summary>
    public bool IsComplete => Next is null;
}
