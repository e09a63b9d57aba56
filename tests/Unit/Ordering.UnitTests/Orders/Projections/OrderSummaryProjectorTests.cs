using CleanCqrs.Application.Projections;
using NSubstitute;
using Ordering.Application.Orders;
using Ordering.Application.Orders.IntegrationEvents;
using Ordering.Application.Orders.Projections;
using Ordering.Application.Products;
using static Ordering.UnitTests.Orders.Samples;

namespace Ordering.UnitTests.Orders.Projections;

public class OrderSummaryProjectorTests
{
    private static readonly OrderCreatedEvent _created = new(TheOrder.Value, Morning, "CREATED", Member, HeartHolderId, 6, 2.55m);
    private static readonly OrderCancelledEvent _cancelled = new(TheOrder.Value, Noon, "ordered twice");

    private readonly IOrderSummaryRepository _summaries = Substitute.For<IOrderSummaryRepository>();
    private readonly IProductCatalog _catalog = Substitute.For<IProductCatalog>();
    private readonly IProjectionContext _context = Substitute.For<IProjectionContext>();
    private readonly List<OrderSummary> _added = [];
    private readonly OrderSummaryProjector _projector;

    public OrderSummaryProjectorTests()
    {
        _summaries.Add(Arg.Do<OrderSummary>(_added.Add));
        CatalogueAnswers(Known(HeartHolder));
        _projector = new OrderSummaryProjector(_summaries, _catalog, _context);
    }

    [Fact]
    public async Task A_created_order_becomes_a_summary_with_everything_a_list_shows()
    {
        await ProjectAsync(_created);

        var summary = _added.ShouldHaveSingleItem();
        summary.OrderId.ShouldBe(TheOrder.Value);
        summary.OrderDate.ShouldBe(Morning);
        summary.Status.ShouldBe("CREATED");
        summary.ProductId.ShouldBe(HeartHolderId);
        summary.ProductName.ShouldBe("WHITE HANGING HEART T-LIGHT HOLDER");
        summary.ProductThumbnailUrl.ShouldBe("/thumbnails/85123A.svg");
        summary.Quantity.ShouldBe(6);
        summary.UnitPrice.ShouldBe(2.55m);
        summary.TotalPrice.ShouldBe(15.30m);
        summary.MemberId.ShouldBe(Member);
        summary.Version.ShouldBe(1);
        summary.ProductDetailsPending.ShouldBeFalse();
    }

    [Fact]
    public async Task While_the_product_service_is_away_the_summary_appears_and_waits_for_its_product_details()
    {
        CatalogueAnswers(Away(HeartHolderId));

        await ProjectAsync(_created);

        var summary = _added.ShouldHaveSingleItem();
        summary.ProductDetailsPending.ShouldBeTrue();
        summary.ProductName.ShouldBeNull();
        summary.TotalPrice.ShouldBe(15.30m);
    }

    [Fact]
    public async Task A_product_that_has_left_the_catalogue_is_not_waited_for()
    {
        CatalogueAnswers(ProductLookup.Empty);

        await ProjectAsync(_created);

        var summary = _added.ShouldHaveSingleItem();
        summary.ProductDetailsPending.ShouldBeFalse();
        summary.ProductName.ShouldBeNull();
        summary.ProductThumbnailUrl.ShouldBeNull();
    }

    [Fact]
    public async Task One_call_of_the_catalogue_serves_a_whole_batch_and_names_each_product_once()
    {
        var batch = Enumerable.Range(0, 50)
            .Select(number => Guid.CreateVersion7(Morning.AddSeconds(number)))
            .Select((id, number) => Received(id, 1, _created with { OrderId = id, ProductId = number % 2 == 0 ? HeartHolderId : "71053" }))
            .ToList();

        await _projector.PrefetchAsync(batch, TestContext.Current.CancellationToken);

        await _catalog.Received(1).FindAsync(
            Arg.Is<IReadOnlyCollection<string>>(ids => ids.SequenceEqual(new[] { HeartHolderId, "71053" })),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_summaries_that_a_batch_cancels_are_loaded_ahead_in_one_query()
    {
        var other = Guid.CreateVersion7(Noon);

        await _projector.PrefetchAsync(
            [Received(TheOrder.Value, 2, _cancelled), Received(other, 2, _cancelled with { OrderId = other })],
            TestContext.Current.CancellationToken);

        await _summaries.Received(1).LoadAsync(
            Arg.Is<IReadOnlyCollection<Guid>>(ids => ids.SequenceEqual(new[] { TheOrder.Value, other })),
            TestContext.Current.CancellationToken);
        await _catalog.DidNotReceiveWithAnyArgs().FindAsync(default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_batch_that_only_creates_loads_no_summaries()
    {
        await _projector.PrefetchAsync([Received(TheOrder.Value, 1, _created)], TestContext.Current.CancellationToken);

        await _summaries.DidNotReceiveWithAnyArgs().LoadAsync(default!, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_cancelled_order_changes_its_status_and_its_version_and_nothing_else()
    {
        var summary = Summary();
        _summaries.FindAsync(TheOrder.Value, Arg.Any<CancellationToken>()).Returns(summary);
        _context.Current.Returns(Envelope(TheOrder.Value, 2));

        await _projector.Handle(_cancelled, TestContext.Current.CancellationToken);

        summary.Status.ShouldBe("CANCELLED");
        summary.Version.ShouldBe(2);
        summary.TotalPrice.ShouldBe(15.30m);
        summary.ProductDetailsPending.ShouldBeTrue();
        _added.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancellation_without_its_order_is_never_lost_in_silence()
    {
        _context.Current.Returns(Envelope(TheOrder.Value, 2));

        var failure = await Should.ThrowAsync<InvalidOperationException>(
            () => _projector.Handle(_cancelled, TestContext.Current.CancellationToken));

        failure.Message.ShouldBe(
            "The read model has no order 0193d1c0-7a00-7000-8000-000000000001 to cancel, although its creation was projected.");
    }

    private async Task ProjectAsync(OrderCreatedEvent created)
    {
        await _projector.PrefetchAsync([Received(created.OrderId, 1, created)], TestContext.Current.CancellationToken);
        _context.Current.Returns(Envelope(created.OrderId, 1));
        await _projector.Handle(created, TestContext.Current.CancellationToken);
    }

    private void CatalogueAnswers(ProductLookup answer) =>
        _catalog.FindAsync(Arg.Any<IReadOnlyCollection<string>>(), Arg.Any<CancellationToken>()).Returns(answer);
}
