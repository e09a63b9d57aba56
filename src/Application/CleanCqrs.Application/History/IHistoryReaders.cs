namespace CleanCqrs.Application.History;

/// <summary>
/// Who reads the history in the outbox, and how far they have come, kept beside the outbox: retention deletes nothing that a reader has not
/// seen.
/// </summary>
public interface IHistoryReaders
{
    /// <summary>Says how far a reader has come; a new one is put on the list. It may go back, when its read database does.</summary>
    /// <param name="name">The name of the projection.</param>
    /// <param name="position">Up to which position it has seen everything.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>When it is on record.</returns>
    Task ReportAsync(string name, long position, CancellationToken cancellationToken);

    /// <summary>All readers on the list.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The readers, the one that is furthest behind first.</returns>
    Task<IReadOnlyList<HistoryReader>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes a reader off the list: a projection that is gone for good, for which retention waits in vain. One that still runs comes back
    /// by itself.
    /// </summary>
    /// <param name="name">The name of the projection.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it was on the list.</returns>
    Task<bool> ForgetAsync(string name, CancellationToken cancellationToken);
}
