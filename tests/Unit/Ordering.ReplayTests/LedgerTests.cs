using Ordering.Replay.Api;
using Ordering.Replay.Checks;
using Ordering.Replay.Sending;

namespace Ordering.ReplayTests;

public class LedgerTests
{
    private static readonly LedgerEntry _entry = new(2, "17850", "order-1", "85123A-2.55", "HOLDER", "http://x/1.svg", 6, 2.55m);

    private static readonly OrderSummary _summary = new(
        "order-1", DateTimeOffset.UnixEpoch, "CREATED", "85123A-2.55", "HOLDER", "http://x/1.svg", 6, 2.55m, 15.30m, "17850", 1, false);

    private static readonly Dictionary<string, Func<OrderSummary, OrderSummary>> _faults = new()
    {
        ["Orders with another status"] = order => order with { Status = "CANCELLED" },
        ["Orders with another quantity"] = order => order with { Quantity = 7 },
        ["Orders with another unit price"] = order => order with { UnitPrice = 2.56m },
        ["Orders of another product"] = order => order with { ProductId = "71053-3.39" },
        ["Orders with another product name"] = order => order with { ProductName = null },
        ["Orders with another thumbnail"] = order => order with { ProductThumbnailUrl = null },
        ["Orders of another member"] = order => order with { MemberId = "13047" },
        ["Orders at another version"] = order => order with { Version = 2 },
        ["Orders waiting for product details"] = order => order with { ProductDetailsPending = true },
    };

    public static TheoryData<string> Faults => [.. _faults.Keys];

    [Fact]
    public void An_order_that_is_shown_as_it_was_accepted_is_no_difference() => Failed([_entry], _summary).ShouldBeEmpty();

    [Fact]
    public void A_cancelled_order_is_shown_as_cancelled_at_version_2()
    {
        var ledger = new Ledger();
        ledger.Add(_entry);
        ledger.Cancel(_entry.Line);

        Failed(ledger.Entries, _summary with { Status = "CANCELLED", Version = 2 }).ShouldBeEmpty();
        Failed(ledger.Entries, _summary).ShouldBe(["Orders with another status", "Orders at another version"]);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void An_order_that_is_shown_otherwise_is_found(string fault) => Failed([_entry], _faults[fault](_summary)).ShouldBe([fault]);

    [Fact]
    public void A_missing_order_is_found() =>
        Failed([_entry]).ShouldBe(["Orders shown to members", "Sum of their totals", "Orders missing"]);

    [Fact]
    public void A_repeated_order_is_found() =>
        Failed([_entry], _summary, _summary).ShouldBe(["Sum of their totals", "Orders shown more than once"]);

    [Fact]
    public void An_order_that_nobody_placed_is_found_unless_it_was_there_before()
    {
        var other = _summary with { OrderId = "order-2" };

        Failed([_entry], _summary, other).ShouldBe(["Orders that nobody placed"]);
        Compare([_entry], ["order-2"], _summary, other).Differences.ShouldBeEmpty();
    }

    [Fact]
    public void One_order_for_two_lines_is_found() =>
        Failed([_entry, _entry with { Line = 3 }], _summary).ShouldBe(
            ["Orders shown to members", "Sum of their totals", "Orders that answer two lines"]);

    [Fact]
    public void Totals_that_are_off_by_a_cent_each_way_are_found_although_the_sum_holds() =>
        Failed(
            [_entry, _entry with { Line = 3, OrderId = "order-2" }],
            _summary with { TotalPrice = 15.31m },
            _summary with { OrderId = "order-2", TotalPrice = 15.29m })
            .ShouldBe(["Orders with another total"]);

    [Fact]
    public void An_order_in_the_list_of_another_member_is_found() =>
        new LedgerComparison([_entry], [new MemberOrders("13047", [_summary])], new HashSet<string>())
            .Differences.Select(difference => difference.Kind).ShouldBe([DifferenceKind.MemberId]);

    [Fact]
    public void A_difference_says_which_line_expected_what() =>
        Compare([_entry], [], _summary with { TotalPrice = 15.31m }).Differences.Single().ToString().ShouldBe(
            "Line 2, order order-1: TotalPrice, expected 15.30, found 15.31.");

    private static IEnumerable<string> Failed(IReadOnlyList<LedgerEntry> ledger, params OrderSummary[] shown) =>
        LedgerChecks.Of(ledger, Compare(ledger, [], shown)).Where(check => !check.Ok).Select(check => check.Name);

    private static LedgerComparison Compare(IReadOnlyList<LedgerEntry> ledger, HashSet<string> known, params OrderSummary[] shown) =>
        new(ledger, [new MemberOrders("17850", shown)], known);
}
