using CleanCqrs.Domain;
using Ordering.Domain.Orders;

namespace Ordering.UnitTests.Orders;

/// <summary>Given events, when a verb, then events or a broken rule. The given events are replayed through the order's own verbs.</summary>
internal sealed class OrderScenario
{
    private readonly Order? _order;
    private Exception? _thrown;
    private Order? _outcome;
    private long _versionBefore;

    private OrderScenario(Order? order) => _order = order;

    public static OrderScenario GivenNothing() => new(null);

    public static OrderScenario Given(OrderCreated created, params IEnumerable<IDomainEvent> later)
    {
        var order = Order.Create(
            created.OrderId, created.MemberId, created.ProductId, created.Quantity, created.UnitPrice, created.OrderDate);
        foreach (var happened in later)
        {
            Replay(order, happened);
        }

        order.ForgetRaisedEvents();
        return new OrderScenario(order);
    }

    public OrderScenario When(Func<Order> creation) => Attempt(creation);

    public OrderScenario When(Action<Order> verb) => Attempt(() =>
    {
        var order = _order ?? throw new InvalidOperationException("Nothing is given that the verb could act on.");
        verb(order);
        return order;
    });

    public Order Then(params IDomainEvent[] expected)
    {
        _thrown.ShouldBeNull();
        _outcome.ShouldNotBeNull();
        _outcome.RaisedEvents.Select(raised => raised.Event).ShouldBe(expected);
        _outcome.RaisedEvents.Select(raised => raised.Version).ShouldBe(expected.Select((_, index) => _versionBefore + index + 1));
        _outcome.Version.ShouldBe(_versionBefore + expected.Length);
        return _outcome;
    }

    public void ThenItIsRefused(string code, string sentence, RuleKind kind)
    {
        var broken = _thrown.ShouldBeOfType<DomainException>();
        broken.Message.ShouldBe(sentence);
        broken.Code.ShouldBe(code);
        broken.Kind.ShouldBe(kind);
        if (_order is not null)
        {
            _order.RaisedEvents.ShouldBeEmpty();
            _order.Version.ShouldBe(_versionBefore);
        }
    }

    private static void Replay(Order order, IDomainEvent happened)
    {
        switch (happened)
        {
            case OrderCancelled cancelled:
                order.Cancel(cancelled.Reason, cancelled.CancelledAt);
                break;
            default:
                throw new ArgumentException($"No verb of an order raises {happened.GetType().Name} after its creation.", nameof(happened));
        }
    }

    private OrderScenario Attempt(Func<Order> verb)
    {
        _versionBefore = _order?.Version ?? 0;
        try
        {
            _outcome = verb();
        }
        catch (DomainException exception)
        {
            _thrown = exception;
        }

        return this;
    }
}
