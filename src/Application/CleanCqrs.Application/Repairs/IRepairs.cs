using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.Application.Repairs;

/// <summary>
/// Compares the rows of projections with a fresh projection of the same events, and puts right what differs, beside live events. The fresh
/// one is a generation (<see cref="IRebuilds"/>) that is filled from history beside the current one, and never switched to; afterwards it
/// is dropped. Whoever would rather have it as a whole may switch to it.
/// </summary>
public interface IRepairs
{
    /// <summary>
    /// Compares. A generation is built for it, unless one is there, which takes as long as a rebuild; then differences are looked at again
    /// while the projections wait for a moment. Where nothing differs, it is dropped; else it is kept for the repair.
    /// </summary>
    /// <param name="projections">The names of the projections, all run by this process. Those that own a table together belong together.
    /// </param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="options">How rows are compared; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the comparison; what is built is kept, and dropped by <see cref="DiscardAsync"/>.</param>
    /// <returns>What differs, for each projection: the current value, and the one that follows from the events.</returns>
    /// <exception cref="RebuildRefusedException">
    /// A projection does not say which rows it owns, or can't be rebuilt now for another reason, which the message tells.
    /// </exception>
    Task<IReadOnlyList<GenerationComparison>> CompareAsync(
        IReadOnlyCollection<string> projections, string by, ComparisonOptions? options, CancellationToken cancellationToken);

    /// <summary>
    /// Puts right all rows that differ, and the progress of all streams in which it differs: also of those in which the projection is ahead
    /// of the write side, whose word is taken for them. It is one transaction, for which live events wait. Columns that do not follow from
    /// events alone stay as they are.
    /// </summary>
    /// <param name="projection">The name of the projection, which was compared; those that were compared with it are repaired, too.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was put right.</returns>
    /// <exception cref="RebuildRefusedException">
    /// Nothing was compared, events fail or are missing in the fresh projection, or history is not whole, so that what it lacks can't be
    /// told from what never was.
    /// </exception>
    Task<RepairedRows> RepairAllAsync(string projection, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Puts chosen rows right, and no progress. The others stay as they are, and may be repaired later.</summary>
    /// <param name="projection">The name of the projection, which was compared.</param>
    /// <param name="rows">The rows, as the comparison names them by table and key.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was put right.</returns>
    /// <exception cref="RebuildRefusedException">Nothing was compared.</exception>
    Task<RepairedRows> RepairAsync(
        string projection, IReadOnlyCollection<RowDifference> rows, string by, string reason, CancellationToken cancellationToken);

    /// <summary>Drops what was built for a comparison.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is dropped.</returns>
    /// <exception cref="RebuildRefusedException">There is nothing.</exception>
    Task DiscardAsync(string projection, CancellationToken cancellationToken);
}
