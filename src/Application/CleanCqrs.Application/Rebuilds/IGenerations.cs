using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Rebuilds;

/// <summary>What rebuilding projections needs of the read database.</summary>
public interface IGenerations
{
    /// <summary>All generations on record.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The generations by projection and number.</returns>
    Task<IReadOnlyList<Generation>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The tables that a projection owns, as the database knows them.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <returns>Their names.</returns>
    /// <exception cref="RebuildRefusedException">Rows that it owns are none of the read context, or share a table with others.</exception>
    IReadOnlyList<string> TablesOf(string projection);

    /// <summary>Makes the tables of new generations, and puts them on record, all or nothing.</summary>
    /// <param name="generations">The generations.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When they are there.</returns>
    /// <exception cref="RebuildRefusedException">Something in the database hangs on the tables, or somebody else was faster.</exception>
    Task CreateAsync(IReadOnlyList<Generation> generations, CancellationToken cancellationToken);

    /// <summary>Changes generations, where they still are as they were read.</summary>
    /// <param name="changes">The generations as they were read, and as they shall be.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether all have changed; otherwise none has.</returns>
    Task<bool> ChangeAsync(IReadOnlyCollection<(Generation From, Generation To)> changes, CancellationToken cancellationToken);

    /// <summary>Drops the tables and the progress of generations, and takes them off the record, all or nothing.</summary>
    /// <param name="generations">The generations as they were read; none of them is the current one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether they were as they were read; otherwise nothing happens.</returns>
    Task<bool> DropAsync(IReadOnlyList<Generation> generations, CancellationToken cancellationToken);

    /// <summary>Where a runner applies events to a generation that is being built, and to nothing else.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="ended">Is called when a unit of work finds that the generation is not being built any more.</param>
    /// <returns>The store.</returns>
    IProjectionStore StoreOf(Generation generation, Action ended);

    /// <summary>The streams in which a generation is behind the current one.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="maxCount">How many to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams.</returns>
    Task<IReadOnlyList<StreamLag>> FindBehindAsync(Generation generation, int maxCount, CancellationToken cancellationToken);

    /// <summary>Compares the rows of a generation with those of the current one, beside everything that changes them.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>What differed when it was read.</returns>
    Task<GenerationComparison> CompareAsync(Generation generation, ComparisonOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a transaction during which neither the current generation nor these change, by whatever instance: units of work that come
    /// meanwhile wait, and none fails for it. What was done in it is saved together, or not at all.
    /// </summary>
    /// <param name="generations">The generations, which are built together.</param>
    /// <param name="work">What to do in it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is saved.</returns>
    /// <exception cref="RebuildRefusedException">The generations are not as they were read.</exception>
    /// <exception cref="Persistence.ConcurrencyConflictException">Others did not finish in time; it may be tried again.</exception>
    Task HoldAsync(
        IReadOnlyList<Generation> generations, Func<IHeldGenerations, CancellationToken, Task> work, CancellationToken cancellationToken);
}
