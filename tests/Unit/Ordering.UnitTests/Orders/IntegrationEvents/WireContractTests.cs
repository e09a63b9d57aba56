using System.Reflection;
using System.Text.Json;
using CleanCqrs.Application.IntegrationEvents;
using Ordering.Application.Orders.IntegrationEvents;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.IntegrationEvents;

/// <summary>What other services read. Changing an expectation here breaks them.</summary>
public class WireContractTests
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public void A_created_order_travels_with_these_fields_and_no_others() =>
        JsonOf(new OrderCreatedEventMapper().Map(Placed)).ShouldBe(
            """
            {
              "orderId": "0193d1c0-7a00-7000-8000-000000000001",
              "orderDate": "2026-03-02T08:26:00+00:00",
              "status": "CREATED",
              "memberId": "17850",
              "productId": "85123A",
              "quantity": 6,
              "unitPrice": 2.55
            }
            """);

    [Fact]
    public void A_cancelled_order_travels_with_these_fields_and_no_others() =>
        JsonOf(new OrderCancelledEventMapper().Map(Cancelled)).ShouldBe(
            """
            {
              "orderId": "0193d1c0-7a00-7000-8000-000000000001",
              "cancelledAt": "2026-03-02T12:00:00+00:00",
              "reason": "ordered twice"
            }
            """);

    [Theory]
    [InlineData(typeof(OrderCreatedEvent), "ecommerce.orders.created.v1", "ecommerce.orders.created")]
    [InlineData(typeof(OrderCancelledEvent), "ecommerce.orders.cancelled.v1", "ecommerce.orders.cancelled")]
    public void The_names_and_topics_of_the_events_never_change(Type type, string name, string topic)
    {
        var attribute = type.GetCustomAttribute<IntegrationEventAttribute>();

        attribute.ShouldNotBeNull();
        attribute.Name.ShouldBe(name);
        attribute.Topic.ShouldBe(topic);
    }

    [Fact]
    public void Every_integration_event_of_the_ordering_system_is_under_this_contract() =>
        typeof(OrderCreatedEvent).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IIntegrationEvent)))
            .ShouldBe([typeof(OrderCancelledEvent), typeof(OrderCreatedEvent)], ignoreOrder: true);

    private static string JsonOf<TEvent>(TEvent integrationEvent) =>
        JsonSerializer.Serialize(integrationEvent, _json);
}
