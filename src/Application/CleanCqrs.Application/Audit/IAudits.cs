namespace CleanCqrs.Application.Audit;

/// <summary>
/// Compares projections with the write model, stream by stream and, where the host has declared how, row by row; and carries out what an
/// operator decides about streams that differ. It needs a host that knows both databases.
/// </summary>
public interface IAudits
{
    /// <summary>
    /// Compares. One audit is made at a time in a process; this one waits for its turn. Streams that are behind are looked at again after a
    /// moment before they are told. Those in which a projection is ahead of the write side are held from then on: no event of them is
    /// applied until somebody decides.
    /// </summary>
    /// <param name="projections">
    /// The names of the projections; none for all that this host runs or reports on.
    /// </param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is no projection, this host does not know one of them, or it lacks one of the databases.
    /// </exception>
    Task<AuditReport> RunAsync(IReadOnlyCollection<string> projections, CancellationToken cancellationToken);

    /// <summary>Begins an audit in the background; <see cref="Read"/> tells how it does.</summary>
    /// <param name="projections">
    /// The names of the projections; none for all that this host runs or reports on.
    /// </param>
    /// <returns><see langword="false"/> when one is under way already.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is no projection, this host does not know one of them, or it lacks one of the databases.
    /// </exception>
    bool Start(IReadOnlyCollection<string> projections);

    /// <summary>Ends the audit that is under way in this process.</summary>
    /// <returns>Whether there was one.</returns>
    bool Cancel();

    /// <summary>What is known of the audits of this process.</summary>
    /// <returns>The audit that is under way, and what the last ones found.</returns>
    AuditStatus Read();

    /// <summary>
    /// Decides for the read models in which a projection is ahead of the write side: what they show stays, and the write side goes on
    /// behind it. The versions of its aggregates are raised to those that the projections have applied; a stream without an aggregate
    /// counts as ended there. Events that the write side has given lower versions since it was put back are never applied, and a
    /// projection that begins anew later finds a hole at the versions that are skipped. Who did it and why is put on record as accepted
    /// holes (<see cref="Projections.IProjectionHoles"/>) and in the log. Streams that are held for a collision at the version applied last
    /// are decided in the same way.
    /// </summary>
    /// <param name="streamIds">The streams; none for all that are held.</param>
    /// <param name="by">Who decides it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the attempt; it may be repeated.</param>
    /// <returns>The streams, with the versions that the write side had and has.</returns>
    /// <exception cref="InvalidOperationException">This host lacks one of the databases.</exception>
    Task<IReadOnlyList<RaisedStream>> RaiseAsync(
        IReadOnlyCollection<string> streamIds, string by, string reason, CancellationToken cancellationToken);
}
