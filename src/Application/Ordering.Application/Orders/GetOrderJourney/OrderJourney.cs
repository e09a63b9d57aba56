namespace Ordering.Application.Orders.GetOrderJourney;

public sealed record OrderJourney(Guid OrderId, IReadOnlyList<OrderJourneyStep> Events);

/// <summary>How far one event of an order has come, and when.</summary>
public sealed record OrderJourneyStep(
    long Version, string EventType, DateTimeOffset CommittedAt, DateTimeOffset? PublishedAt, DateTimeOffset? ProjectedAt, string? Error);
