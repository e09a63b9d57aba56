using CleanCqrs.Domain;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Ordering.Application.Orders.CreateOrder;
using Ordering.Application.Products;
using Ordering.Domain.Orders;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.CreateOrder;

public class CreateOrderCommandHandlerTests
{
    private readonly IOrderRepository _orders = Substitute.For<IOrderRepository>();
    private readonly IProductCatalog _catalog = Substitute.For<IProductCatalog>();
    private readonly FakeTimeProvider _time = new(Morning);
    private Order? _added;

    public CreateOrderCommandHandlerTests()
    {
        _orders.Add(Arg.Do<Order>(order => _added = order));
        CatalogueAnswers(Known(HeartHolder));
    }

    [Fact]
    public async Task The_price_of_an_order_comes_from_the_catalogue_and_its_date_from_the_clock()
    {
        await HandleAsync();

        _added.ShouldNotBeNull();
        _added.MemberId.ShouldBe(Member);
        _added.ProductId.ShouldBe(TheProduct);
        _added.Quantity.ShouldBe(6);
        _added.UnitPrice.ShouldBe(2.55m);
        _added.OrderDate.ShouldBe(Morning);
        _orders.ReceivedWithAnyArgs(1).Add(default!);
    }

    [Fact]
    public async Task The_receipt_names_the_order_and_its_first_version()
    {
        var receipt = await HandleAsync();

        receipt.OrderId.ShouldBe(_added!.Id.Value);
        receipt.Version.ShouldBe(1);
    }

    [Fact]
    public async Task The_catalogue_is_asked_once_and_for_the_ordered_product_only()
    {
        await HandleAsync();

        await _catalog.Received(1).FindAsync(
            Arg.Is<IReadOnlyCollection<string>>(ids => ids.SequenceEqual(new[] { HeartHolderId })), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_product_that_the_catalogue_does_not_know_cannot_be_ordered()
    {
        CatalogueAnswers(ProductLookup.Empty);

        var refusal = await Should.ThrowAsync<DomainException>(HandleAsync);

        refusal.Message.ShouldBe("There is no product 85123A.");
        refusal.Code.ShouldBe("unknown-product");
        refusal.Kind.ShouldBe(RuleKind.Value);
        _added.ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_ordered_while_the_price_cannot_be_known()
    {
        CatalogueAnswers(Away(HeartHolderId));

        var refusal = await Should.ThrowAsync<ProductCatalogUnavailableException>(HandleAsync);

        refusal.Message.ShouldBe(
            "The product service is not answering, so the price of product 85123A is not known. Nothing was ordered; try again in a few "
                + "seconds.");
        _added.ShouldBeNull();
    }

    [Fact]
    public async Task A_product_that_the_catalogue_gives_away_for_nothing_cannot_be_ordered()
    {
        CatalogueAnswers(Known(HeartHolder with { UnitPrice = 0 }));

        var refusal = await Should.ThrowAsync<DomainException>(HandleAsync);

        refusal.Code.ShouldBe("unit-price-must-be-positive");
        _added.ShouldBeNull();
    }

    private void CatalogueAnswers(ProductLookup answer) =>
        _catalog.FindAsync(Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>()).Returns(answer);

    private Task<Application.Orders.OrderReceipt> HandleAsync() =>
        new CreateOrderCommandHandler(_orders, _catalog, _time)
            .Handle(new CreateOrderCommand(Member, HeartHolderId, 6), TestContext.Current.CancellationToken);
}
