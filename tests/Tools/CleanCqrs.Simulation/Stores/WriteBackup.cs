using CleanCqrs.Application.History;
using CleanCqrs.Application.Outbox;

namespace CleanCqrs.Simulation.Stores;

/// <summary>A write database at an earlier moment.</summary>
internal sealed record WriteBackup(
    IReadOnlyList<OutboxRow> Messages,
    IReadOnlyDictionary<string, DateTimeOffset?> Blocked,
    (TransportOutage Outage, DateTimeOffset RetryAt)? Outage,
    long LastPosition,
    IReadOnlyDictionary<string, HistoryReader> Readers);
