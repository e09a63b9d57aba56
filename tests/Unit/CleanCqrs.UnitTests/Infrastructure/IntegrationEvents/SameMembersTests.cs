using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Domain;
using CleanCqrs.Infrastructure.IntegrationEvents;

namespace CleanCqrs.UnitTests.Infrastructure.IntegrationEvents;

public sealed class SameMembersTests
{
    private static readonly Sold _sold = new("mug", 3, ["a", "b"], "inside");

    [Fact]
    public void A_record_is_filled_by_its_constructor() => Map<SoldEvent>().ShouldBe(new SoldEvent("mug", 3));

    [Fact]
    public void Members_with_setters_are_filled_too()
    {
        var made = Map<WithSetters>();

        (made.Sku, made.Count).ShouldBe(("mug", 3));
    }

    [Fact]
    public void Members_may_be_of_a_wider_type()
    {
        var made = Map<Wider>();

        made.Count.ShouldBe(3);
        made.Marks.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_parameter_that_nothing_fills_is_named() => ErrorOf<WithPrice>().ShouldBe(
        "Sold has no mapper, and no member that fills price of WithPrice. Give it one of that name and type, or write an "
        + "IIntegrationEventMapper<Sold, WithPrice>.");

    [Fact]
    public void A_member_that_nothing_fills_is_named() => ErrorOf<WithNote>().ShouldBe(
        "Sold has no mapper, and no member that fills Note of WithNote. Give it one of that name and type, or write an "
        + "IIntegrationEventMapper<Sold, WithNote>.");

    [Fact]
    public void A_member_of_another_type_is_named() => ErrorOf<WithText>().ShouldBe(
        "Sold has no mapper, and no member that fills Count of WithText. Give it one of that name and type, or write an "
        + "IIntegrationEventMapper<Sold, WithText>.");

    [Fact]
    public void An_event_without_a_public_constructor_is_named() => ErrorOf<Closed>().ShouldBe(
        "Sold has no mapper, and Closed has no public constructor. Give it one, or write an IIntegrationEventMapper<Sold, Closed>.");

    private static TEvent Map<TEvent>()
        where TEvent : IIntegrationEvent => (TEvent)SameMembers.Compile(typeof(Sold), typeof(TEvent))(_sold);

    private static string ErrorOf<TEvent>() =>
        Should.Throw<InvalidOperationException>(() => SameMembers.Compile(typeof(Sold), typeof(TEvent))).Message;

    private sealed record Sold(string Sku, int Count, List<string> Marks, string Secret) : IDomainEvent;

    private sealed record SoldEvent(string Sku, int Count) : IIntegrationEvent;

    private sealed record WithSetters : IIntegrationEvent
    {
        public required string Sku { get; init; }

        public int Count { get; set; }

        public int Twice => 2 * Count;
    }

    private sealed record Wider(int? Count, IReadOnlyList<string> Marks) : IIntegrationEvent;

    private sealed class WithPrice(string sku, decimal price) : IIntegrationEvent
    {
        public string Sku { get; } = sku;

        public decimal Price { get; } = price;
    }

    private sealed record WithNote(string Sku) : IIntegrationEvent
    {
        public string? Note { get; init; }
    }

    private sealed record WithText(string Count) : IIntegrationEvent;

    private sealed record Closed : IIntegrationEvent
    {
        private Closed()
        {
        }
    }
}
