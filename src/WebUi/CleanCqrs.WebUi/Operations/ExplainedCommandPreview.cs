using CleanCqrs.Application.Outbox;
using CleanCqrs.Application.Projections;

namespace CleanCqrs.WebUi.Operations;

/// <summary>A command that was carried out with an idempotency key.</summary>
/// <param name="Command">The name of its type.</param>
/// <param name="Scope">Whose key it is.</param>
/// <param name="Key">The key.</param>
/// <param name="CommittedAt">When it was committed.</param>
/// <param name="Events">The first of the events that were committed with it.</param>
public sealed record ExplainedCommandPreview(
    string Command, string Scope, string Key, DateTimeOffset CommittedAt, IReadOnlyList<StreamPlace> Events)
{
    internal static ExplainedCommandPreview Of(CommandTrace command) =>
        new(command.Command, command.Scope, command.Key, command.CommittedAt, command.Events);
}
