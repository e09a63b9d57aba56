using CleanCqrs.Benchmarks.Replay.Api;
using CleanCqrs.Benchmarks.Replay.Checks;

namespace CleanCqrs.BenchmarksTests.Checks;

public class StatusChecksTests
{
    private static readonly OutboxStatus _outbox = new(0, 0, 0, 7);
    private static readonly ProjectionStatus _projection = new("order-projection-group", 0, 0, 0, 7);
    private static readonly OperationsStatus _quiet = new(_outbox, [_projection], 0);

    [Fact]
    public void A_quiet_host_passes() => Failed(_quiet).ShouldBeEmpty();

    [Fact]
    public void A_pending_event_is_found() => Failed(_quiet with { Outbox = _outbox with { Pending = 1 } }).ShouldBe(["Outbox: pending"]);

    [Fact]
    public void A_dead_letter_of_the_outbox_is_found() =>
        Failed(_quiet with { Outbox = _outbox with { DeadLetters = 1 } }).ShouldBe(["Outbox: dead letters"]);

    [Fact]
    public void A_blocked_stream_is_found() =>
        Failed(_quiet with { Outbox = _outbox with { BlockedStreams = 1 } }).ShouldBe(["Outbox: blocked streams"]);

    [Fact]
    public void A_parked_event_is_found() => Failed(_projection with { Parked = 1 }).ShouldBe(["Projections: parked"]);

    [Fact]
    public void An_event_that_is_retried_is_found() => Failed(_projection with { Retrying = 1 }).ShouldBe(["Projections: retrying"]);

    [Fact]
    public void A_dead_letter_of_a_projection_is_found() =>
        Failed(_projection with { DeadLetters = 1 }).ShouldBe(["Projections: dead letters"]);

    [Fact]
    public void A_host_that_reports_no_projection_proves_nothing() =>
        Failed(_quiet with { Projections = [] }).ShouldBe(["Projections reporting"]);

    [Fact]
    public void A_summary_that_waits_for_its_product_is_found() =>
        Failed(_quiet with { ProductDetailsPending = 1 }).ShouldBe(["Product details pending"]);

    private static IEnumerable<string> Failed(ProjectionStatus projection) =>
        Failed(_quiet with { Projections = [_projection, projection] });

    private static IEnumerable<string> Failed(OperationsStatus status) =>
        StatusChecks.Of(status).Where(check => !check.Ok).Select(check => check.Name);
}
