namespace CleanCqrs.Application.Projections;

/// <summary>
/// A step that a projector may have before its batch: it sees all events at once, so that reads and remote calls can be one per batch. It
/// runs before the read-side transaction is opened, and it is the place for everything that is slow.
/// </summary>
public interface IProjectionPrefetch
{
    /// <summary>Looks ahead.</summary>
    /// <param name="events">The events that are about to be applied, in order.</param>
    /// <param name="cancellationToken">Ends the batch.</param>
    /// <returns>A task that ends when everything needed is at hand.</returns>
    Task PrefetchAsync(IReadOnlyList<ProjectedEvent> events, CancellationToken cancellationToken);
}
