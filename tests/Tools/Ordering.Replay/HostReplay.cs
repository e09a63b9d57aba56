using System.Diagnostics;
using System.Net;
using Ordering.Replay.Api;
using Ordering.Replay.Checks;
using Ordering.Replay.Planning;
using Ordering.Replay.Products;
using Ordering.Replay.Reporting;
using Ordering.Replay.Sending;

namespace Ordering.Replay;

/// <summary>One plan against one host: what was there before, the commands, the wait, the checks.</summary>
internal sealed class HostReplay
{
    private readonly ReplayOptions _options;
    private readonly ReplayPlan _plan;
    private readonly PlainProgress _progress;
    private readonly RetryingClient _client;
    private readonly OrderingApi _api;
    private readonly ProductWiring _wiring;
    private readonly Ledger _ledger = new();

    public HostReplay(ReplayOptions options, ReplayPlan plan, ProductService products, HttpClient http, PlainProgress progress)
    {
        (_options, _plan, _progress) = (options, plan, progress);
        _client = new RetryingClient(http, options, Figures.Retries);
        _api = new OrderingApi(_client, new Tokens(_client, options.Host), options.Host);
        _wiring = new ProductWiring(products, plan.Catalogue, options.Host);
    }

    public Figures Figures { get; } = new();

    /// <summary>The outcome of every check, once <see cref="RunAsync"/> has returned.</summary>
    public List<Check> Checks { get; } = [];

    /// <summary>The differences that the checks found, in sentences.</summary>
    public List<string> Differences { get; } = [];

    /// <exception cref="UsageException">The host cannot be replayed against as it is.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await FindHostAsync(cancellationToken);
        var baseline = await TakeBaselineAsync(cancellationToken);
        try
        {
            await SendAsync(cancellationToken);
            var settlement = await WaitAsync("Waiting for the read model", cancellationToken);
            var shown = await ReadAsync("Reading the members' orders", cancellationToken);
            Compare(baseline, settlement, shown);
        }
        catch (Exception exception) when (exception is GaveUpException or UnexpectedAnswerException)
        {
            Checks.AddRange(SendingChecks.Of(_plan, Figures));
            Checks.Add(Check.Failed("The host answers by its contract", "always", "no"));
            Differences.AddRange(Figures.Surprises);
            Differences.Add(exception.Message);
        }
    }

    private async Task FindHostAsync(CancellationToken cancellationToken)
    {
        var start = HostInstructions.Start(_options.Host, _plan.Catalogue.BaseAddress);
        var (answer, failure) = await _client.TryAsync(() => Tokens.Request(_options.Host, Identity.Operations), cancellationToken);
        if (answer is null)
        {
            throw new UsageException($"No host answers at {_options.Host} ({failure}). Name one with --host, or start it: {start}");
        }

        if (answer.Status == HttpStatusCode.NotFound)
        {
            throw new UsageException($"The host at {_options.Host} issues no tokens, because it is not in Development. Start it: {start}");
        }
    }

    private async Task<Baseline> TakeBaselineAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = await WaitAsync("Waiting for earlier work", cancellationToken);
            if (!before.Complete)
            {
                throw new UsageException(
                    $"The host is not settled, so that nothing could be told from a replay: {before}. "
                    + "Let it finish, or give it new databases.");
            }

            var shown = before.Audit.Orders == 0 ? [] : await ReadAsync("Reading the members' earlier orders", cancellationToken);
            return Baseline.Of(before.Audit, shown);
        }
        catch (Exception exception) when (exception is GaveUpException or UnexpectedAnswerException)
        {
            throw new UsageException($"The host cannot be replayed against: {exception.Message}", exception);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var sender = new Sender(_api, _plan.Catalogue, _wiring, _ledger, Figures, _options);
            var began = Stopwatch.GetTimestamp();
            await _progress.ShowAsync("Sending", Sent, sender.SendAsync(_plan.Lanes, cancellationToken));

            string Sent() =>
                $"{Figures.Answered} of {_plan.Commands}, "
                + $"{Figures.Answered / Math.Max(0.001, Stopwatch.GetElapsedTime(began).TotalSeconds):0}/s, "
                + $"{Figures.Refused.Total} refused, {Figures.Retries.Total} repeated";
        }
        catch (GaveUpException) when (Figures.Placed == 0)
        {
            _wiring.ThrowIfUnused();
            throw;
        }
    }

    private async Task<Settlement> WaitAsync(string phase, CancellationToken cancellationToken)
    {
        var wait = new ReadModelWait(_api);
        var work = wait.WaitAsync(_options.Wait, cancellationToken);
        await _progress.ShowAsync(phase, () => wait.Progress, work);
        return await work;
    }

    private async Task<IReadOnlyList<MemberOrders>> ReadAsync(string phase, CancellationToken cancellationToken)
    {
        var reader = new ReadBack(_api, _options.Concurrency);
        var work = reader.ReadAsync([.. _plan.Lanes.Select(lane => lane.MemberId)], cancellationToken);
        await _progress.ShowAsync(phase, () => reader.Progress, work);
        return await work;
    }

    private void Compare(Baseline baseline, Settlement settlement, IReadOnlyList<MemberOrders> shown)
    {
        var ledger = _ledger.Entries;
        var comparison = new LedgerComparison(ledger, shown, baseline.OrderIds);
        var added = ledger.Select(entry => entry.OrderId).Distinct().Count(id => !baseline.OrderIds.Contains(id));
        Checks.AddRange(SendingChecks.Of(_plan, Figures));
        Checks.AddRange(LedgerChecks.Of(ledger, comparison));
        Checks.AddRange(AuditChecks.Of(baseline.Audit, settlement.Audit, added));
        Checks.AddRange(StatusChecks.Of(settlement.Status));
        Differences.AddRange(Figures.Surprises);
        Differences.AddRange(comparison.Differences.Select(difference => difference.ToString()));
        Differences.AddRange(settlement.Audit.Differences.Select(found =>
            $"Audit: order {found.OrderId}, {found.What}, written {found.Write}, read {found.Read}."));
    }
}
