namespace CleanCqrs.Application.Rebuilds;

/// <summary>
/// Rebuilds projections online: the next generation of a projection's tables is filled from history beside the current one, keeps up with
/// live events, and takes its place in one transaction. Whatever is asked of any instance, all of them see, and share the work.
/// </summary>
public interface IRebuilds
{
    /// <summary>Begins to build the next generation of projections. Those that own a table together are built together.</summary>
    /// <param name="projections">The names of the projections, all run by this process.</param>
    /// <param name="options">How it goes; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The generations that are being built.</returns>
    /// <exception cref="RebuildRefusedException">
    /// A projection does not say which rows it owns, shares a table with one that is not named, is being rebuilt already or keeps a former
    /// generation, or something in the database hangs on its tables.
    /// </exception>
    Task<IReadOnlyList<Generation>> StartAsync(
        IReadOnlyCollection<string> projections, RebuildOptions? options, CancellationToken cancellationToken);

    /// <summary>All generations on record, of all projections; one that was never rebuilt has none.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The generations by projection and number.</returns>
    Task<IReadOnlyList<RebuildStatus>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The generation of a projection that is being built, or was built last.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Its status, or <see langword="null"/> when the projection was never rebuilt.</returns>
    Task<RebuildStatus?> FindAsync(string projection, CancellationToken cancellationToken);

    /// <summary>
    /// Compares the generation that is being built with the current one: the streams by version, and the rows by content, in pages. What
    /// differs is looked at again while the projection waits for a moment, so that no live event in between looks like a difference.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>What differs.</returns>
    /// <exception cref="RebuildRefusedException">No generation is ready.</exception>
    Task<GenerationComparison> CompareAsync(string projection, ComparisonOptions? options, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the generation that is ready the current one, in one transaction. Live events wait for it, and queries see the one generation
    /// or the other. The former one is kept until it is forgotten.
    /// </summary>
    /// <param name="projection">The name of the projection; those that are built together are switched together.</param>
    /// <param name="force">Whether it does so although events fail, or are missing, in the new generation only.</param>
    /// <param name="cancellationToken">Ends the attempt; then nothing has changed.</param>
    /// <returns>When it is the current one.</returns>
    /// <exception cref="RebuildRefusedException">No generation is ready, or events fail or are missing in it.</exception>
    Task SwitchAsync(string projection, bool force, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the former generation the current one again: it is brought up to date from history by the code that runs now, and switched to
    /// when it is ready. The one that was current is then the former.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is on record; the work goes on.</returns>
    /// <exception cref="RebuildRefusedException">No former generation is kept, or another one is being built.</exception>
    Task RollBackAsync(string projection, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Gives up the generation that is being built, with all its rows. A former generation that was being brought up to date stays.
    /// </summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="RebuildRefusedException">None is being built.</exception>
    Task CancelAsync(string projection, CancellationToken cancellationToken);

    /// <summary>Drops the former generation, with all its rows: it can't be rolled back to any more.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is gone.</returns>
    /// <exception cref="RebuildRefusedException">None is kept.</exception>
    Task ForgetFormerAsync(string projection, CancellationToken cancellationToken);
}
