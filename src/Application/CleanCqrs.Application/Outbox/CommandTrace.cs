using CleanCqrs.Application.Projections;

namespace CleanCqrs.Application.Outbox;

/// <summary>A command that was carried out with an idempotency key.</summary>
/// <param name="Command">The name of its type.</param>
/// <param name="Scope">Whose key it is.</param>
/// <param name="Key">The key.</param>
/// <param name="CommittedAt">When it was committed, by the clock of the database.</param>
/// <param name="Events">
/// The events that were committed with it, up to <see cref="MaxEvents"/>; none when it raised none, or when it was committed before they
/// were put on record.
/// </param>
public sealed record CommandTrace(
    string Command, string Scope, string Key, DateTimeOffset CommittedAt, IReadOnlyList<StreamPlace> Events)
{
    /// <summary>How many events of a command are put on record beside its key: 20.</summary>
    public const int MaxEvents = 20;
}
