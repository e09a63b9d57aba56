using Ordering.Replay.Api;
using Ordering.Replay.Checks;
using Ordering.Replay.Lines;
using Ordering.Replay.Planning;
using Ordering.Replay.Sending;
using static Ordering.ReplayTests.RetailText;

namespace Ordering.ReplayTests;

public class ChecksTests
{
    private static readonly OutboxStatus _outbox = new(0, 0, 0, 7);
    private static readonly ProjectionStatus _projection = new("order-projection-group", 0, 0, 0, 7);
    private static readonly OperationsStatus _quiet = new(_outbox, [_projection], 0);
    private static readonly AuditReport _before = new(2, 2, 10m, 10m, [], Complete: true);
    private static readonly AuditReport _after = new(5, 5, 99.95m, 99.95m, [], Complete: true);

    private static readonly Dictionary<string, OperationsStatus> _statuses = new()
    {
        ["Outbox: pending"] = _quiet with { Outbox = _outbox with { Pending = 1 } },
        ["Outbox: dead letters"] = _quiet with { Outbox = _outbox with { DeadLetters = 1 } },
        ["Outbox: blocked streams"] = _quiet with { Outbox = _outbox with { BlockedStreams = 1 } },
        ["Projections reporting"] = _quiet with { Projections = [] },
        ["Projections: parked"] = _quiet with { Projections = [_projection, _projection with { Parked = 1 }] },
        ["Projections: retrying"] = _quiet with { Projections = [_projection, _projection with { Retrying = 1 }] },
        ["Projections: dead letters"] = _quiet with { Projections = [_projection, _projection with { DeadLetters = 1 }] },
        ["Product details pending"] = _quiet with { ProductDetailsPending = 1 },
    };

    private static readonly Dictionary<string, AuditReport> _audits = new()
    {
        ["Audit: complete"] = _after with { Complete = false },
        ["Audit: orders written"] = _after with { Orders = 6, Summaries = 6 },
        ["Audit: orders = summaries"] = _after with { Summaries = 4 },
        ["Audit: total written = total read"] = _after with { ReadTotal = 99.96m },
        ["Audit: differences"] = _after with { Differences = [new AuditDifference("1", "status", "CANCELLED", "CREATED")] },
    };

    public static TheoryData<string> Statuses => [.. _statuses.Keys];

    public static TheoryData<string> Audits => [.. _audits.Keys];

    [Fact]
    public void A_quiet_host_whose_models_agree_passes() =>
        StatusChecks.Of(_quiet).Concat(AuditChecks.Of(_before, _after, placed: 3)).ShouldAllBe(check => check.Ok);

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_host_that_is_not_quiet_is_found(string check) => Failed(StatusChecks.Of(_statuses[check])).ShouldBe([check]);

    [Theory]
    [MemberData(nameof(Audits))]
    public void An_audit_that_proves_nothing_or_finds_something_is_found(string check) =>
        Failed(AuditChecks.Of(_before, _audits[check], placed: 3)).ShouldBe([check]);

    [Theory]
    [InlineData(3, 1, 1, 1, null)]
    [InlineData(2, 1, 1, 1, "Commands answered")]
    [InlineData(3, 2, 1, 1, "Orders accepted")]
    [InlineData(3, 1, 0, 1, "Orders cancelled")]
    [InlineData(3, 1, 1, 0, "Commands refused")]
    public void Answers_other_than_the_plan_asks_for_are_found(int answered, int placed, int cancelled, int refused, string? check)
    {
        var plan = ReplayPlan.From(RetailFile.Interpret(File(Line(), Line(price: "0"), Cancellation())));
        var figures = new Figures();
        Times(answered, () => figures.CountAnswer(TimeSpan.Zero));
        Times(placed, figures.CountPlaced);
        Times(cancelled, figures.CountCancelled);
        Times(refused, () => figures.Refused.Count("422", 3));

        Failed(SendingChecks.Of(plan, figures)).ShouldBe(check is null ? [] : [check]);
    }

    private static void Times(int count, Action action)
    {
        for (var time = 0; time < count; time++)
        {
            action();
        }
    }

    private static IEnumerable<string> Failed(IEnumerable<Check> checks) => checks.Where(check => !check.Ok).Select(check => check.Name);
}
