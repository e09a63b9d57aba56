using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Outbox;

/// <summary>Finds what the write side knows of a stream, an event or a command; it changes nothing.</summary>
public interface IStreamTraces
{
    /// <summary>How many of the youngest events are looked through for the identity of one: 1,000,000.</summary>
    const int MaxEventsSearched = 1_000_000;

    /// <summary>What the write side knows of a stream.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="fromVersion">
    /// The version of the first event to read, or <see langword="null"/> for the last <paramref name="maxCount"/> events.
    /// </param>
    /// <param name="maxCount">How many events to read at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>What is known; without events when the outbox holds nothing of the stream.</returns>
    Task<StreamTrace> TraceAsync(string streamId, long? fromVersion, int maxCount, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the place of an event by its identity. There is no index for that, which every event would pay for: the youngest events are
    /// looked through, up to <see cref="MaxEventsSearched"/>.
    /// </summary>
    /// <param name="eventId">The identity of the event.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The place, or <see langword="null"/> when it is not among them.</returns>
    Task<StreamPlace?> FindEventAsync(Guid eventId, CancellationToken cancellationToken);

    /// <summary>Finds the commands that were carried out with an idempotency key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The commands, one for each whose key it is; at most 20, and none when the key is unknown or forgotten.</returns>
    Task<IReadOnlyList<CommandTrace>> FindCommandsAsync(string key, CancellationToken cancellationToken);
}
