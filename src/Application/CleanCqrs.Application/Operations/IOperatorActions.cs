namespace CleanCqrs.Application.Operations;

/// <summary>The trail of what operators have done: who did what, when and why.</summary>
public interface IOperatorActions
{
    /// <summary>Lists the trail of both databases together.</summary>
    /// <param name="after">Where the page before ended, or <see cref="OperatorActionCursor.Newest"/>.</param>
    /// <param name="pageSize">How many to list at most, 1 or more.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The page.</returns>
    Task<OperatorActionPage> ListAsync(OperatorActionCursor after, int pageSize, CancellationToken cancellationToken);
}
