namespace CleanCqrs.Infrastructure.Audit;

/// <summary>How the row of an aggregate is found, and the aggregate of a row.</summary>
/// <param name="RowType">The type of the primary key of the rows.</param>
/// <param name="AggregateType">The type of the primary key of the aggregates.</param>
/// <param name="RowOf">The key of the row.</param>
/// <param name="AggregateOf">The key of the aggregate, by the key of its row.</param>
internal sealed record AuditedKey<TShown>(Type RowType, Type AggregateType, Func<TShown, object> RowOf, Func<object, object> AggregateOf);
