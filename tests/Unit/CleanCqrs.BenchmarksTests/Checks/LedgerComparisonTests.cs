using CleanCqrs.Benchmarks.Replay.Api;
using CleanCqrs.Benchmarks.Replay.Checks;
using CleanCqrs.Benchmarks.Replay.Sending;

namespace CleanCqrs.BenchmarksTests.Checks;

public class LedgerComparisonTests
{
    private static readonly LedgerEntry _entry = new(2, "17850", "order-1", "85123A-2.55", "HOLDER", "http://x/1.svg", 6, 2.55m);

    private static readonly OrderSummary _summary = new(
        "order-1", DateTimeOffset.UnixEpoch, "CREATED", "85123A-2.55", "HOLDER", "http://x/1.svg", 6, 2.55m, 15.30m, "17850", 1, false);

    [Fact]
    public void An_order_that_is_shown_as_it_was_accepted_is_no_difference()
    {
        var comparison = Compare([_entry], [_summary]);

        comparison.Differences.ShouldBeEmpty();
        LedgerChecks.Of([_entry], comparison).ShouldAllBe(check => check.Ok);
    }

    [Fact]
    public void A_cancelled_order_is_shown_as_cancelled_at_version_2()
    {
        var cancelled = _entry with { Cancelled = true };

        Compare([cancelled], [_summary with { Status = "CANCELLED", Version = 2 }]).Differences.ShouldBeEmpty();
        Kinds([cancelled], [_summary]).ShouldBe([DifferenceKind.Status, DifferenceKind.Version]);
    }

    [Fact]
    public void A_missing_order_is_found()
    {
        Kinds([_entry], []).ShouldBe([DifferenceKind.Missing]);
        Failed([_entry], []).ShouldBe(["Orders shown to members", "Sum of their totals", "Orders missing"]);
    }

    [Fact]
    public void A_repeated_order_is_found()
    {
        Kinds([_entry], [_summary, _summary]).ShouldBe([DifferenceKind.Repeated]);
        Failed([_entry], [_summary, _summary]).ShouldBe(["Sum of their totals", "Orders shown more than once"]);
    }

    [Fact]
    public void An_order_that_nobody_placed_is_found() =>
        Failed([_entry], [_summary, _summary with { OrderId = "order-2" }]).ShouldBe(["Orders that nobody placed"]);

    [Fact]
    public void An_order_from_before_is_no_difference() =>
        new LedgerComparison([_entry], [Shown(_summary, _summary with { OrderId = "order-0" })], new HashSet<string> { "order-0" })
            .Differences.ShouldBeEmpty();

    [Fact]
    public void One_order_for_two_lines_is_found() =>
        Failed([_entry, _entry with { Line = 3 }], [_summary]).ShouldBe(
            ["Orders shown to members", "Sum of their totals", "Orders that answer two lines"]);

    [Fact]
    public void A_wrong_status_is_found() => Failed(_summary with { Status = "CANCELLED" }).ShouldBe(["Orders with another status"]);

    [Fact]
    public void A_wrong_quantity_is_found() => Failed(_summary with { Quantity = 7 }).ShouldBe(["Orders with another quantity"]);

    [Fact]
    public void A_wrong_unit_price_is_found() => Failed(_summary with { UnitPrice = 2.56m }).ShouldBe(["Orders with another unit price"]);

    [Fact]
    public void A_total_that_is_a_cent_off_is_found() =>
        Failed(_summary with { TotalPrice = 15.31m }).ShouldBe(["Sum of their totals", "Orders with another total"]);

    [Fact]
    public void Totals_that_are_off_by_a_cent_each_way_are_found_although_the_sum_holds() =>
        Failed(
            [_entry, _entry with { Line = 3, OrderId = "order-2" }],
            [_summary with { TotalPrice = 15.31m }, _summary with { OrderId = "order-2", TotalPrice = 15.29m }])
            .ShouldBe(["Orders with another total"]);

    [Fact]
    public void A_wrong_product_is_found() => Failed(_summary with { ProductId = "71053-3.39" }).ShouldBe(["Orders of another product"]);

    [Fact]
    public void A_wrong_product_name_is_found() =>
        Failed(_summary with { ProductName = null }).ShouldBe(["Orders with another product name"]);

    [Fact]
    public void A_wrong_thumbnail_is_found() =>
        Failed(_summary with { ProductThumbnailUrl = null }).ShouldBe(["Orders with another thumbnail"]);

    [Fact]
    public void A_wrong_member_is_found() => Failed(_summary with { MemberId = "13047" }).ShouldBe(["Orders of another member"]);

    [Fact]
    public void An_order_in_the_list_of_another_member_is_found() =>
        new LedgerComparison([_entry], [new MemberOrders("13047", [_summary])], new HashSet<string>())
            .Differences.Select(difference => difference.Kind).ShouldBe([DifferenceKind.MemberId]);

    [Fact]
    public void A_wrong_version_is_found() => Failed(_summary with { Version = 2 }).ShouldBe(["Orders at another version"]);

    [Fact]
    public void An_order_that_waits_for_its_product_details_is_found() =>
        Failed(_summary with { ProductDetailsPending = true }).ShouldBe(["Orders waiting for product details"]);

    [Fact]
    public void A_difference_says_which_line_expected_what() =>
        Compare([_entry], [_summary with { TotalPrice = 15.31m }]).Differences.Single().ToString().ShouldBe(
            "Line 2, order order-1: TotalPrice, expected 15.30, found 15.31.");

    private static IEnumerable<string> Failed(OrderSummary summary) => Failed([_entry], [summary]);

    private static IEnumerable<string> Failed(LedgerEntry[] ledger, OrderSummary[] shown) =>
        LedgerChecks.Of(ledger, Compare(ledger, shown)).Where(check => !check.Ok).Select(check => check.Name);

    private static IEnumerable<DifferenceKind> Kinds(LedgerEntry[] ledger, OrderSummary[] shown) =>
        Compare(ledger, shown).Differences.Select(difference => difference.Kind);

    private static LedgerComparison Compare(LedgerEntry[] ledger, OrderSummary[] shown) =>
        new(ledger, [Shown(shown)], new HashSet<string>());

    private static MemberOrders Shown(params OrderSummary[] orders) => new("17850", orders);
}
