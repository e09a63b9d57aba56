using System.Collections.Concurrent;
using CleanCqrs.Application.Persistence;
using Ordering.Domain.Orders;

namespace Ordering.IntegrationTests.Web.StandIns;

/// <summary>The committed write model.</summary>
public sealed class InMemoryOrders
{
    public ConcurrentDictionary<Guid, Order> Committed { get; } = new();

    public ConcurrentDictionary<(string Scope, string Key), IdempotencyRecord> Answers { get; } = new();

    /// <summary>One writer at a time, as on the default database.</summary>
    public Lock Writer { get; } = new();
}
