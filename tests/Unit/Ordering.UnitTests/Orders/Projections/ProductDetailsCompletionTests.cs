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
    public async Task Waiting_summaries_get_their_product_details_batch_by_batch_until_none_waits()
    {
        var second = HeartHolder with { ProductId = "71053" };
        Waiting([HeartHolderId], ["71053"], []);
        CatalogueAnswers(Known(HeartHolder, second));

        (await CompleteAsync()).ShouldBeTrue();

        await _pending.Received(1).CompleteAsync(HeartHolderId, HeartHolder, TestContext.Current.CancellationToken);
        await _pending.Received(1).CompleteAsync("71053", second, TestContext.Current.CancellationToken);
        await _catalog.ReceivedWithAnyArgs(2).FindAsync(default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_product_that_has_left_the_catalogue_stops_being_waited_for()
    {
        Waiting([HeartHolderId], []);
        CatalogueAnswers(ProductLookup.Empty);

        (await CompleteAsync()).ShouldBeTrue();

        await _pending.Received(1).CompleteAsync(HeartHolderId, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task While_the_product_service_is_away_what_it_cannot_answer_keeps_waiting_and_the_rest_is_completed()
    {
        Waiting([HeartHolderId, "71053"], ["71053"]);
        CatalogueAnswers(new ProductLookup(Known(HeartHolder).Found, new HashSet<string> { "71053" }));

        (await CompleteAsync()).ShouldBeFalse();

        await _pending.Received(1).CompleteAsync(HeartHolderId, HeartHolder, TestContext.Current.CancellationToken);
        await _pending.DidNotReceive().CompleteAsync("71053", Arg.Any<Product?>(), Arg.Any<CancellationToken>());
        await _catalog.ReceivedWithAnyArgs(1).FindAsync(default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_summary_that_will_not_be_completed_is_not_tried_again_and_again()
    {
        _pending.ListProductIdsAsync(Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns([HeartHolderId]);
        _pending.CompleteAsync(HeartHolderId, Arg.Any<Product?>(), Arg.Any<CancellationToken>()).Returns(0);
        CatalogueAnswers(Known(HeartHolder));

        (await CompleteAsync()).ShouldBeFalse();

        await _catalog.ReceivedWithAnyArgs(1).FindAsync(default!, TestContext.Current.CancellationToken);
    }

    private void Waiting(params IEnumerable<string>[] batches)
    {
        var answers = new Queue<IEnumerable<string>>(batches);
        _pending.ListProductIdsAsync(Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(_ => [.. answers.Dequeue()]);
        _pending.CompleteAsync(Arg.Any<string>(), Arg.Any<Product?>(), Arg.Any<CancellationToken>()).Returns(1);
    }

    private void CatalogueAnswers(ProductLookup answer) =>
        _catalog.FindAsync(Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>()).Returns(answer);

    private Task<bool> CompleteAsync() =>
        new ProductDetailsCompletion(_pending, _catalog).CompleteAsync(TestContext.Current.CancellationToken);
}
