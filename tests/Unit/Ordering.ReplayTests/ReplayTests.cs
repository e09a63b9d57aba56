using Ordering.Replay;
using Spectre.Console;
using static Ordering.ReplayTests.RetailText;

namespace Ordering.ReplayTests;

public sealed class ReplayTests : IDisposable
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

    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_host_that_keeps_the_contract_passes_again_and_again()
    {
        (await Outcome.OfAsync(_host, _orders)).ExitCode.ShouldBe(ExitCodes.Success);
        var outcome = await Outcome.OfAsync(_host, _orders);

        outcome.FailedChecks.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        outcome.LastLine.ShouldBe("All 34 checks hold.");
        _host.Orders.ShouldBe(12);
        var report = outcome.Report!;
        ((int)report["lines"]!, (int)report["placed"]!, (int)report["cancelled"]!, (int)report["answered"]!).ShouldBe((11, 6, 1, 8));
        report["nothingToCancel"]!.ToJsonString().ShouldBe("[10]");
        report["withoutCustomer"]!.ToJsonString().ShouldBe("[11]");
        ((string)report["malformed"]![0]!["reason"]!).ShouldBe("1 columns instead of 8");
        ((string)report["refused"]![0]!["kind"]!).ShouldBe("422 A rule is broken. (refused)");
        report["refused"]![0]!["lines"]!.ToJsonString().ShouldBe("[5]");
    }

    [Theory]
    [InlineData(true, "503 ServiceUnavailable")]
    [InlineData(false, "connection: ResponseEnded")]
    public async Task A_host_that_fails_for_a_while_loses_and_doubles_nothing(bool busy, string kind)
    {
        _host.IsBusy = command => busy && command % 3 == 1;
        _host.LosesAnswer = command => !busy && command % 3 == 1;

        var outcome = await Outcome.OfAsync(_host, _orders);

        outcome.FailedChecks.ShouldBeEmpty();
        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        _host.Orders.ShouldBe(6);
        outcome.Report!["repeatedAttempts"]!.AsArray().Select(row => (string)row!["kind"]!).ShouldBe([kind]);
    }

    [Fact]
    public async Task A_host_that_carries_out_a_repeated_command_twice_is_found()
    {
        _host.HonoursKeys = false;
        _host.LosesAnswer = command => command == 1;

        await FailsAsync("Orders that nobody placed", "Audit: orders written");
    }

    [Fact]
    public async Task A_host_that_loses_an_order_is_found()
    {
        _host.Projection = order => (int)order["quantity"]! == 32 ? null : order;

        var outcome = await FailsAsync(
            "Orders shown to members",
            "Sum of their totals",
            "Orders missing",
            "Audit: orders = summaries",
            "Audit: total written = total read");
        outcome.Output.ShouldContain("Line 8, order");
    }

    [Fact]
    public async Task A_host_that_forgets_a_cancellation_is_found()
    {
        _host.Projection = order =>
        {
            order["status"] = "CREATED";
            return order;
        };

        await FailsAsync("Orders with another status");
    }

    [Fact]
    public async Task A_host_that_refuses_what_the_rules_accept_is_found()
    {
        _host.MostQuantity = 31;

        var outcome = await FailsAsync("Orders accepted", "Commands refused", "Answers against the rules");
        outcome.Output.ShouldContain("Line 8 was to be accepted and got 422 A rule is broken. (refused).");
    }

    [Fact]
    public async Task A_read_model_that_never_catches_up_is_found()
    {
        _host.OnCommand = _ => _host.Stuck = 1;

        await FailsAsync("Outbox: pending");
    }

    [Fact]
    public async Task A_host_that_never_answers_again_is_given_up()
    {
        _host.IsBusy = command => command >= 3;

        var outcome = await Outcome.OfAsync(_host, _orders, options => options with { GiveUpAfter = TimeSpan.FromMilliseconds(1) });

        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldContain("The host answers by its contract");
        outcome.Output.ShouldContain("the last failure was: 503 ServiceUnavailable.");
    }

    [Fact]
    public async Task Ctrl_C_stops_it_and_checks_nothing()
    {
        using var ctrlC = new CancellationTokenSource();
        _host.OnCommand = _ => ctrlC.Cancel();

        var outcome = await Outcome.OfAsync(_host, _orders, cancellationToken: ctrlC.Token);

        outcome.ExitCode.ShouldBe(ExitCodes.Stopped);
        outcome.LastLine.ShouldBe("Stopped before the end: nothing was checked.");
    }

    [Fact]
    public async Task A_host_that_issues_no_tokens_is_told_how_to_start()
    {
        _host.IssuesTokens = false;

        var outcome = await Outcome.OfAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldStartWith(
            "The host at http://127.0.0.1:5080/ issues no tokens, because it is not in Development. Start it: "
            + "dotnet run -c Release --project src/WebUi/Ordering.WebUi -- --environment Development "
            + "--urls http://127.0.0.1:5080 --Products:BaseAddress http://127.0.0.1:");
    }

    [Fact]
    public async Task A_host_with_products_of_its_own_is_told_how_to_start()
    {
        _host.HasOwnProducts = true;

        var outcome = await Outcome.OfAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldStartWith(
            "The host has asked this replay for no product. Start it with its products from here: dotnet run");
    }

    [Fact]
    public async Task A_host_with_unfinished_work_proves_nothing()
    {
        _host.Stuck = 1;

        var outcome = await Outcome.OfAsync(_host, _orders);

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldStartWith("The host is not settled, so that nothing could be told from a replay: 1 things under way");
    }

    [Fact]
    public async Task A_dry_run_counts_and_sends_nothing()
    {
        var outcome = await Outcome.OfAsync(_host, _orders, options => options with { DryRun = true });

        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        outcome.LastLine.ShouldBe("Dry run: nothing was sent.");
        ((int)outcome.Report!["ordersToPlace"]!, (int)outcome.Report["ordersToCancel"]!).ShouldBe((6, 1));
        _host.Orders.ShouldBe(0);
    }

    [Theory]
    [InlineData("file.csv --concurrency 0", "--concurrency must be greater than 0, not 0.")]
    [InlineData("file.csv --host 5080", "--host must be an address such as http://127.0.0.1:5080/, not '5080'.")]
    public void A_wrong_option_is_refused_in_a_sentence(string arguments, string sentence) =>
        ReplayCommand.Build(AnsiConsole.Console).Parse(arguments).Errors.Select(error => error.Message).ShouldContain(sentence);

    private async Task<Outcome> FailsAsync(params string[] checks)
    {
        var outcome = await Outcome.OfAsync(_host, _orders);
        outcome.ExitCode.ShouldBe(ExitCodes.Difference);
        outcome.FailedChecks.ShouldBe(checks);
        return outcome;
    }
}
