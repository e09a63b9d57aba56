using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CleanCqrs.Benchmarks;
using CleanCqrs.Benchmarks.Replay;
using CleanCqrs.Benchmarks.Replay.Reporting;
using static CleanCqrs.BenchmarksTests.EndToEnd.Replaying;
using static CleanCqrs.BenchmarksTests.RetailText;

namespace CleanCqrs.BenchmarksTests.EndToEnd;

public sealed class UsageTests : IAsyncLifetime
{
    private FakeHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await FakeHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_host_with_products_of_its_own_is_told_how_to_start()
    {
        var products = FreePort();
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = Replaying.Console(output);
        var options = new ReplayOptions { File = await FileAsync(), Host = _host.Address, ProductsUrl = products };
        var run = new ReplayRun(options, console, new PlainProgress(console, TimeProvider.System), TimeProvider.System);

        (await run.RunAsync(TestContext.Current.CancellationToken)).ShouldBe(ExitCodes.Usage);

        output.ToString().TrimEnd().ShouldEndWith(
            "The host has asked this replay for no product. Start it with its products from here: "
            + "dotnet run -c Release --project src/WebUi/Ordering.WebUi -- --environment Development "
            + $"--urls http://127.0.0.1:{_host.Address.Port} --Products:BaseAddress http://127.0.0.1:{products.Port}");
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_told_how_to_start()
    {
        var nobody = FreePort();

        var outcome = await ReplayAsync(_host, File(Line()), options => options with { Host = nobody });

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldStartWith(
            $"No host answers at {nobody} (connection: ConnectionRefused). Name one with --host, or start it: dotnet run");
    }

    [Fact]
    public async Task A_host_that_issues_no_tokens_is_told_how_to_start()
    {
        _host.IssuesTokens = false;

        var outcome = await ReplayAsync(_host, File(Line()));

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldStartWith(
            $"The host at {_host.Address} issues no tokens, because it is not in Development. Start it: dotnet run");
    }

    [Fact]
    public async Task A_host_with_unfinished_work_proves_nothing()
    {
        _host.Status.Parked = 1;

        var outcome = await ReplayAsync(_host, File(Line()), options => options with { Wait = TimeSpan.FromMilliseconds(1) });

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldBe(
            "The host is not settled, so that nothing could be told from a replay: "
            + "1 things under way, 0 orders, 0 summaries, 0 differences. Let it finish, or give it new databases.");
    }

    [Fact]
    public async Task A_report_for_a_folder_that_does_not_exist_is_refused_before_anything_is_sent()
    {
        var outcome = await ReplayAsync(_host, File(Line()), options => options with { Json = "absent/result.json" });

        outcome.ExitCode.ShouldBe(ExitCodes.Usage);
        outcome.LastLine.ShouldBe("There is no folder absent: create it, or name another file with --json.");
        _host.Database.Orders.ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_counts_and_sends_nothing()
    {
        var outcome = await ReplayAsync(_host, File(Line(), Cancellation()), options => options with { DryRun = true });

        outcome.ExitCode.ShouldBe(ExitCodes.Success);
        outcome.LastLine.ShouldBe("Dry run: nothing was sent.");
        var report = outcome.Report!;
        ((int)report["ordersToPlace"]!, (int)report["ordersToCancel"]!, (int)report["answered"]!).ShouldBe((1, 1, 0));
        _host.Database.Orders.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "Required argument missing for command: 'replay'.")]
    [InlineData("file.csv --concurrency 0", "--concurrency must be greater than 0, not 0.")]
    [InlineData("file.csv --limit -1", "--limit must be greater than 0, not -1.")]
    [InlineData("file.csv --wait 0", "--wait must be greater than 0, not 0.")]
    [InlineData("file.csv --host 5080", "--host must be an address such as http://127.0.0.1:5080/, not '5080'.")]
    public void A_wrong_option_is_refused_in_a_sentence(string arguments, string sentence) =>
        Command().Parse(arguments).Errors.Select(error => error.Message).ShouldContain(sentence);

    [Fact]
    public async Task The_command_line_leads_to_the_exit_code()
    {
        (await InvokeAsync("absent.csv")).ShouldBe(ExitCodes.Usage);
        (await InvokeAsync($"{await FileAsync()} --dry-run")).ShouldBe(ExitCodes.Success);
    }

    private static Task<int> InvokeAsync(string arguments) =>
        Command().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

    private static Command Command() => ReplayCommand.Build(Replaying.Console(TextWriter.Null), TimeProvider.System);

    private static async Task<string> FileAsync()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.NewGuid()}.csv");
        await System.IO.File.WriteAllTextAsync(path, File(Line()));
        return path;
    }

    private static Uri FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
