namespace CleanCqrs.Application.Audit;

/// <summary>
/// Compares rows of the read model with the aggregates that they show, as the host has declared with <c>AuditRows</c>. Other than a fresh
/// projection of the same events it also notices a projector, or a mapper of events, that is wrong. <see cref="IAudits"/> does the same
/// beside everything else; this is for somebody who waits for the answer. It changes nothing, and needs a host that knows both databases.
/// </summary>
public interface IRowAudits
{
    /// <summary>Compares now, page by page, without the pauses that an audit makes in the background.</summary>
    /// <param name="projection">The name of the projection.</param>
    /// <param name="secondLook">
    /// How long a row that differs has time until it is looked at again; longer than zero. One that moves is looked at up to five times.
    /// </param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>What was found, for each comparison that is declared, in the order of the declarations; none where none is.</returns>
    /// <exception cref="InvalidOperationException">This host lacks one of the databases.</exception>
    Task<IReadOnlyList<RowAudit>> RunAsync(string projection, TimeSpan secondLook, CancellationToken cancellationToken);
}
