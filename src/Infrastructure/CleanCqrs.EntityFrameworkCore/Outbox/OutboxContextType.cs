namespace CleanCqrs.EntityFrameworkCore.Outbox;

/// <summary>The context of the aggregates.</summary>
internal sealed record OutboxContextType(Type Type);
