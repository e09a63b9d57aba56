namespace CleanCqrs.Application.Audit;

/// <summary>An entity with its key.</summary>
/// <typeparam name="TRow">The type of the entity.</typeparam>
/// <param name="Key">The value of its primary key.</param>
/// <param name="Row">The entity.</param>
public sealed record KeyedRow<TRow>(object Key, TRow Row);
