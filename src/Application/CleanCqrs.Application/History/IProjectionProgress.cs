namespace CleanCqrs.Application.History;

/// <summary>Tells how far projections have caught up with history.</summary>
public interface IProjectionProgress
{
    /// <summary>How far a projection has come, whichever process runs it.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>
    /// The progress, or <see langword="null"/> where this host knows no history, or no read database, to compare the projection with.
    /// </returns>
    Task<ProjectionProgress?> FindAsync(string projection, CancellationToken cancellationToken);

    /// <summary>
    /// The projections of this process for which queries should wait: those that are to be waited for until they have caught up, and have
    /// not yet. Ask it in the readiness check of what answers queries.
    /// </summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Their progress; none when queries can be answered.</returns>
    Task<IReadOnlyList<ProjectionProgress>> ListUnreadyAsync(CancellationToken cancellationToken);
}
