namespace CleanCqrs.Application.Projections;

/// <summary>Tells, within this process, what the projections have just committed.</summary>
public interface IProjectionFeed
{
    /// <summary>Follows a projection from now on.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The positions in the order of their commits. A reader that is too slow loses the oldest ones: the feed wakes, the database tells.</returns>
    IAsyncEnumerable<StreamPosition> FollowAsync(string projection, CancellationToken cancellationToken);
}
