using CleanCqrs.Domain;

namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>A save of which the database has said that it failed, or nothing at all.</summary>
/// <param name="Row">One of its rows: if it is there, all of the save is.</param>
/// <param name="Aggregates">The aggregates whose events it held.</param>
internal sealed record FailedSave(OutboxMessageRow Row, IReadOnlyList<IAggregateRoot> Aggregates);
