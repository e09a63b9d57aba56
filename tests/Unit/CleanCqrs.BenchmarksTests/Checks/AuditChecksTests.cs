using CleanCqrs.Benchmarks.Replay.Api;
using CleanCqrs.Benchmarks.Replay.Checks;

namespace CleanCqrs.BenchmarksTests.Checks;

public class AuditChecksTests
{
    private static readonly AuditReport _before = new(2, 2, 10m, 10m, [], Complete: true);
    private static readonly AuditReport _after = new(5, 5, 99.95m, 99.95m, [], Complete: true);

    [Fact]
    public void Two_models_that_agree_pass() => Failed(_after).ShouldBeEmpty();

    [Fact]
    public void An_order_written_twice_is_found() => Failed(_after with { Orders = 6, Summaries = 6 }).ShouldBe(["Audit: orders written"]);

    [Fact]
    public void An_order_lost_on_the_way_is_found() => Failed(_after with { Summaries = 4 }).ShouldBe(["Audit: orders = summaries"]);

    [Fact]
    public void A_total_that_is_a_cent_off_is_found() =>
        Failed(_after with { ReadTotal = 99.96m }).ShouldBe(["Audit: total written = total read"]);

    [Fact]
    public void A_difference_is_found() =>
        Failed(_after with { Differences = [new AuditDifference("1", "status", "CANCELLED", "CREATED")] }).ShouldBe(["Audit: differences"]);

    [Fact]
    public void An_audit_that_is_not_complete_is_no_proof() => Failed(_after with { Complete = false }).ShouldBe(["Audit: complete"]);

    private static IEnumerable<string> Failed(AuditReport after) =>
        AuditChecks.Of(_before, after, placed: 3).Where(check => !check.Ok).Select(check => check.Name);
}
