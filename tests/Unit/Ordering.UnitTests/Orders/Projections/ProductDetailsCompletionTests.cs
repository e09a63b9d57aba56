using NSubstitute;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.Projections;

public class ProductDetailsCompletionTests
{
    private readonly IPendingProductDetails _pending = Substitute.For<IPendingProductDetails>();
    private readonly IProductCatalog _catalog = Substitute.For<IProductCatalog>();

    [Fact]
    public async Task When_nothing_waits_the_product_service_is_left_alone()
    {
        Waiting(Array.Empty<string>());

        (await CompleteAsync()).ShouldBeTrue();

        await _catalog.DidNotReceiveWithAnyArgs().FindAsync(default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Waiting_summaries_get_their_product_details_a_hundred_products_at_a_time()
    {
        var products = Enumerable.Range(100, 101).Select(number => HeartHolder with { ProductId = $"P{number}" }).ToArray();
        Waiting([.. products.Select(product => product.ProductId)]);
        CatalogueAnswers(Known(products));

        (await CompleteAsync()).ShouldBeTrue();

        foreach (var product in products)
        {
            await _pending.Received(1).CompleteAsync(product.ProductId, product, TestContext.Current.CancellationToken);
        }

        await _catalog.ReceivedWithAnyArgs(2).FindAsync(default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_hundred_products_that_cannot_be_answered_for_do_not_hold_up_the_next_one()
    {
        var unanswered = Enumerable.Range(100, 100).Select(number => $"P{number}").ToArray();
        var last = HeartHolder with { ProductId = "P999" };
        Waiting([.. unanswered, last.ProductId]);
        CatalogueAnswers(new ProductLookup(Known(last).Found, unanswered.ToHashSet()));

        (await CompleteAsync()).ShouldBeFalse();

        await _pending.Received(1).CompleteAsync(last.ProductId, last, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_product_that_has_left_the_catalogue_stops_being_waited_for()
    {
        Waiting(HeartHolderId);
        CatalogueAnswers(ProductLookup.Empty);

        (await CompleteAsync()).ShouldBeTrue();

        await _pending.Received(1).CompleteAsync(HeartHolderId, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task While_the_product_service_is_away_what_it_cannot_answer_keeps_waiting_and_the_rest_is_completed()
    {
        Waiting(HeartHolderId, "71053");
        CatalogueAnswers(new ProductLookup(Known(HeartHolder).Found, new HashSet<string> { "71053" }));

        (await CompleteAsync()).ShouldBeFalse();

        await _pending.Received(1).CompleteAsync(HeartHolderId, HeartHolder, TestContext.Current.CancellationToken);
        await _pending.DidNotReceive().CompleteAsync("71053", Arg.Any<Product?>(), Arg.Any<CancellationToken>());
        await _catalog.ReceivedWithAnyArgs(1).FindAsync(default!, TestContext.Current.CancellationToken);
    }

    private void Waiting(params string[] productIds) =>
        _pending.ListProductIdsAsync(Arg.Any<string?>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(call =>
        [
            .. productIds.Order(StringComparer.Ordinal)
                .Where(id => string.CompareOrdinal(id, call.Arg<string?>()) > 0)
                .Take(call.Arg<int>()),
        ]);

    private void CatalogueAnswers(ProductLookup answer) =>
        _catalog.FindAsync(Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>()).Returns(answer);

    private Task<bool> CompleteAsync() =>
        new ProductDetailsCompletion(_pending, _catalog).CompleteAsync(TestContext.Current.CancellationToken);
}
