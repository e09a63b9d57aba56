using CleanCqrs.Benchmarks;
using CleanCqrs.Benchmarks.Replay;
using static CleanCqrs.BenchmarksTests.EndToEnd.Replaying;
using static CleanCqrs.BenchmarksTests.RetailText;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

public sealed class ReplayTests : IAsyncLifetime
{
    /// <summary>Two members, six orders, one of them cancelled, one refused, and one line of each kind that is not sent.</summary>
    private static readonly string _orders = File(
        Line(),
        Line(quantity: "8"),
        Line(customer: "13047", code: "71053", description: "\"LANTERN, WHITE\"", price: "3.39"),
        Line(price: "0"),
        Cancellation(price: "2.10"),
        Line(price: "2.10"),
        Line(customer: "13047", quantity: "32", price: "1.69"),
        Line(code: "BANK CHARGES", description: "", price: "15"),
        Cancellation(customer: "13047", code: "POST"),
        Line(customer: ""),
        "malformed");

    private FakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await FakeHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_host_that_keeps_the_contract_passes()
    {
        var outcome = await ReplayAsync(_host, _orders);

        outcome.FailedChecks.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        outcome.LastLine.ShouldBe("All 34 checks hold.");
        _host.Database.Orders.ShouldBe(6);
    }

    [Fact]
    public async Task Every_line_is_reported_by_what_became_of_it()
    {
        var report = (await ReplayAsync(_host, _orders)).Report!;

        ((int)report["lines"]!, (int)report["placed"]!, (int)report["cancelled"]!, (int)report["answered"]!).ShouldBe((11, 6, 1, 8));
        report["nothingToCancel"]!.ToJsonString().ShouldBe("[10]");
        report["withoutCustomer"]!.ToJsonString().ShouldBe("[11]");
        ((string)report["malformed"]![0]!["reason"]!).ShouldBe("1 columns instead of 8");
        ((string)report["refused"]![0]!["kind"]!).ShouldBe("422 An order has a quantity and a price. (broken-rule)");
        report["refused"]![0]!["lines"]!.ToJsonString().ShouldBe("[5]");
    }

    [Fact]
    public async Task A_second_replay_places_new_orders_beside_the_first()
    {
        await ReplayAsync(_host, _orders);
        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Success, outcome.Output);
        _host.Database.Orders.ShouldBe(12);
    }

    [Theory]
    [InlineData(Fault.Busy, "503 ")]
    [InlineData(Fault.TooMany, "429 ")]
    [InlineData(Fault.CutBefore, "connection: ")]
    [InlineData(Fault.CutAfter, "connection: ")]
    [InlineData(Fault.Hang, "time-out")]
    public async Task A_host_that_fails_for_a_while_loses_and_doubles_nothing(Fault fault, string kind)
    {
        _host.Faults = command => command % 3 == 1 ? fault : Fault.None;

        var outcome = await ReplayAsync(
            _host, _orders, options => fault == Fault.Hang ? options with { RequestTimeout = TimeSpan.FromMilliseconds(500) } : options);

        outcome.FailedChecks.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        _host.Database.Orders.ShouldBe(6);
        outcome.Report!["repeatedAttempts"]!.AsArray().ShouldNotBeEmpty();
        outcome.Report["repeatedAttempts"]!.AsArray().ShouldAllBe(row =>
            ((string)row!["kind"]!).StartsWith(kind, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_crashes_and_comes_back_loses_and_doubles_nothing()
    {
        _host.Faults = command => command == 3 ? Fault.Crash : Fault.None;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.FailedChecks.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        _host.Database.Orders.ShouldBe(6);
    }

    [Fact]
    public async Task A_host_that_carries_out_a_repeated_command_twice_is_found()
    {
        _host.HonoursKeys = false;
        _host.Faults = command => command == 1 ? Fault.CutAfter : Fault.None;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Orders that nobody placed", "Audit: orders written"]);
    }

    [Fact]
    public async Task A_host_that_loses_an_order_is_found()
    {
        _host.Database.Projection = order => order.Quantity == 32 ? null : order;

        var outcome = await ReplayAsync(_host, _orders, WithoutPatience);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(
        [
            "Orders shown to members",
            "Sum of their totals",
            "Orders missing",
            "Audit: orders = summaries",
            "Audit: total written = total read",
            "Audit: differences",
        ]);
        outcome.Output.ShouldContain("Line 8, order");
    }

    [Fact]
    public async Task A_host_that_forgets_a_cancellation_is_found()
    {
        _host.Database.Projection = order => order with { Status = "CREATED" };

        var outcome = await ReplayAsync(_host, _orders, WithoutPatience);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Orders with another status", "Audit: differences"]);
    }

    [Fact]
    public async Task A_total_that_is_a_cent_off_is_found_although_the_host_sees_nothing()
    {
        _host.Database.Projection = order => order.Quantity == 32 ? order with { TotalPrice = order.TotalPrice + 0.01m } : order;
        _host.ReadTotal = total => total == 0 ? 0 : total - 0.01m;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Sum of their totals", "Orders with another total"]);
    }

    [Fact]
    public async Task A_difference_that_only_the_host_sees_is_found()
    {
        _host.ReadTotal = total => total == 0 ? 0 : total + 0.01m;

        var outcome = await ReplayAsync(_host, _orders, WithoutPatience);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Audit: total written = total read"]);
    }

    [Fact]
    public async Task A_host_that_accepts_what_the_rules_refuse_is_found()
    {
        _host.Accepts = (_, _) => true;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Orders accepted", "Commands refused", "Answers against the rules"]);
        outcome.Output.ShouldContain("Line 5 breaks the rules of ordering and was accepted as order");
    }

    [Fact]
    public async Task A_host_that_refuses_what_the_rules_accept_is_found()
    {
        _host.Accepts = (quantity, unitPrice) => quantity < 32 && unitPrice > 0;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Orders accepted", "Commands refused", "Answers against the rules"]);
        outcome.Output.ShouldContain("Line 8 was to be accepted and got 422 An order has a quantity and a price. (broken-rule).");
    }

    [Fact]
    public async Task An_answer_outside_the_contract_is_found()
    {
        _host.Faults = command => command == 8 ? Fault.Error : Fault.None;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldContain("Answers against the rules");
    }

    [Fact]
    public async Task Dead_letters_are_found()
    {
        _host.OnCommand = _ => _host.Status.DeadLetters = 1;

        var outcome = await ReplayAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Projections: dead letters"]);
    }

    [Fact]
    public async Task A_read_model_that_never_catches_up_is_found()
    {
        _host.OnCommand = _ => _host.Status.Stuck = 1;

        var outcome = await ReplayAsync(_host, _orders, WithoutPatience);

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(["Outbox: pending"]);
    }

    [Fact]
    public async Task A_host_that_never_answers_again_is_given_up()
    {
        _host.Faults = command => command >= 3 ? Fault.Busy : Fault.None;

        var outcome = await ReplayAsync(_host, _orders, options => options with { GiveUpAfter = TimeSpan.FromMilliseconds(500) });

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldContain("Commands answered");
        outcome.FailedChecks.ShouldContain("The host answers by its contract");
        outcome.Output.ShouldContain("the last failure was: 503 ServiceUnavailable.");
    }

    [Fact]
    public async Task Ctrl_C_stops_it_and_checks_nothing()
    {
        using var ctrlC = new CancellationTokenSource();
        _host.OnCommand = command =>
        {
            if (command == 3)
            {
                ctrlC.Cancel();
            }
        };

        var outcome = await ReplayAsync(_host, _orders, cancellationToken: ctrlC.Token);

        outcome.ExitCode.ShouldBe(ExitCodes.Stopped);
        outcome.LastLine.ShouldBe("Stopped before the end: nothing was checked.");
    }

    private static ReplayOptions WithoutPatience(ReplayOptions options) => options with { Wait = TimeSpan.FromSeconds(2) };
}
