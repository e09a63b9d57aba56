using Ordering.Replay.Lines;
using Ordering.Replay.Planning;
using Ordering.Replay.Products;
using Ordering.Replay.Reporting;
using Spectre.Console;

namespace Ordering.Replay;

/// <summary>A replay from its file to its exit code.</summary>
internal sealed class ReplayRun(ReplayOptions options, IAnsiConsole console, HttpMessageHandler handler)
{
    /// <summary>Raised when the product contract is being served, with its address.</summary>
    public event Action<Uri>? ProductsServed;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Path.GetDirectoryName(options.Json) is { Length: > 0 } folder && !Directory.Exists(folder))
            {
                throw new UsageException($"There is no folder {folder}: create it, or name another file with --json.");
            }

            var plan = ReplayPlan.From(RetailFile.Read(options.File, options.Limit));
            PlanPrinter.Print(console, plan);
            return options.DryRun
                ? await EndAsync("Dry run: nothing was sent.", ExitCodes.Success, plan, run: null)
                : await ReplayAsync(plan, cancellationToken);
        }
        catch (UsageException exception)
        {
            console.Say(exception.Message);
            return ExitCodes.Usage;
        }
    }

    private async Task<int> ReplayAsync(ReplayPlan plan, CancellationToken cancellationToken)
    {
        await using var products = await ProductService.StartAsync(options.ProductsUrl, plan.Catalogue, cancellationToken);
        ProductsServed?.Invoke(plan.Catalogue.BaseAddress);
        console.Say($"Products are served at {plan.Catalogue.BaseAddress}; idempotency keys begin with {options.BatchId}.");

        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var run = new HostReplay(options, plan, products, http, new PlainProgress(console));
        try
        {
            await run.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await EndAsync("Stopped before the end: nothing was checked.", ExitCodes.Stopped, plan, run);
        }

        var failed = run.Checks.Count(check => !check.Ok);
        return failed == 0
            ? await EndAsync($"All {run.Checks.Count} checks hold.", ExitCodes.Success, plan, run)
            : await EndAsync($"{failed} of {run.Checks.Count} checks fail.", ExitCodes.Difference, plan, run);
    }

    private async Task<int> EndAsync(string verdict, int exitCode, ReplayPlan plan, HostReplay? run)
    {
        if (run is not null)
        {
            ResultPrinter.Figures(console, run.Figures);
            if (run.Checks.Count > 0)
            {
                ResultPrinter.Checks(console, run.Checks, run.Differences);
            }
        }

        if (options.Json is not null)
        {
            await ReplayReport.Of(options, verdict, plan, run?.Figures ?? new(), run?.Checks ?? [], run?.Differences ?? [])
                .WriteAsync(options.Json);
        }

        console.Say(verdict);
        return exitCode;
    }
}
