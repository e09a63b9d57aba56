using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Rebuilds;

/// <summary>Generations during a transaction in which neither they nor the current ones change in any other way.</summary>
public interface IHeldGenerations
{
    /// <summary>Where a runner applies events to a generation within the transaction, one unit of work after the other.</summary>
    /// <param name="generation">The generation.</param>
    /// <returns>The store.</returns>
    IProjectionStore StoreOf(Generation generation);

    /// <summary>The streams in which a generation is behind the current one.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams, all of them.</returns>
    Task<IReadOnlyList<StreamLag>> FindBehindAsync(Generation generation, CancellationToken cancellationToken);

    /// <summary>Compares rows again that differed before.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="before">What differed.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>What still differs.</returns>
    Task<GenerationComparison> CompareAgainAsync(
        Generation generation, GenerationComparison before, CancellationToken cancellationToken);

    /// <summary>What is wrong in a generation, and not in the current one: events that fail, or are missing.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="maxCount">How many to name at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Sentences; none when nothing is wrong.</returns>
    Task<IReadOnlyList<string>> FindFaultsAsync(Generation generation, int maxCount, CancellationToken cancellationToken);

    /// <summary>The streams in which a generation is behind the current one, though it has events of them that it can't apply.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="maxCount">How many to name at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The streams; none where it is behind because there are no further events.</returns>
    Task<IReadOnlyList<StreamLag>> FindStuckAsync(Generation generation, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the rows of the current generations, and their progress, those of these generations, where they differ. Columns that do not
    /// follow from events alone stay as they are in rows that both have.
    /// </summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was changed; it counts when the transaction is saved.</returns>
    Task<RepairedRows> RepairAllAsync(CancellationToken cancellationToken);

    /// <summary>Makes some rows of the current generation those of the other one.</summary>
    /// <param name="differences">A comparison with the rows.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was changed; it counts when the transaction is saved.</returns>
    Task<RepairedRows> RepairAsync(GenerationComparison differences, CancellationToken cancellationToken);

    /// <summary>Gives all of the generations the place of the current ones, and these theirs.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is done; it counts when the transaction is saved.</returns>
    Task SwitchAsync(CancellationToken cancellationToken);
}
