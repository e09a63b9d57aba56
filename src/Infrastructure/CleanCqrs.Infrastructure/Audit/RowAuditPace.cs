namespace CleanCqrs.Infrastructure.Audit;

/// <summary>How fast rows are compared.</summary>
/// <param name="SecondLook">After how long a row that differs is looked at again.</param>
/// <param name="TimeProvider">The clock.</param>
internal sealed record RowAuditPace(TimeSpan SecondLook, TimeProvider TimeProvider)
{
    /// <summary>What to do after a page, given how many entities were looked at. Default: nothing.</summary>
    public Func<int, CancellationToken, Task> AfterPage { get; init; } = (_, _) => Task.CompletedTask;
}
