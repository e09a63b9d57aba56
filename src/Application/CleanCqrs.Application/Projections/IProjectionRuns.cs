namespace CleanCqrs.Application.Projections;

/// <summary>
/// Knows which processes run a projection, so that one which ended uncleanly, by a crash or a kill, is told apart from those that run
/// beside this one.
/// </summary>
public interface IProjectionRuns
{
    /// <summary>Puts on record that this process runs a projection from now on.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>
    /// How many processes of this machine have run it since the last call, and ended without <see cref="EndAsync"/>. Each is told once.
    /// </returns>
    Task<int> BeginAsync(string projection, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Puts on record that this process has ended its run in order.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A task that ends when it is on record.</returns>
    Task EndAsync(string projection, CancellationToken cancellationToken);
}
