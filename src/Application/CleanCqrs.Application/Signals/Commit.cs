namespace CleanCqrs.Application.Signals;

/// <summary>
/// Something that was committed, and for which somebody may be waiting. It only wakes: what was committed stands in the database.
/// </summary>
public abstract record Commit
{
    /// <summary>Whether another process has committed it, and told this one. Default: <see langword="false"/>.</summary>
    public bool IsFromElsewhere { get; init; }
}
