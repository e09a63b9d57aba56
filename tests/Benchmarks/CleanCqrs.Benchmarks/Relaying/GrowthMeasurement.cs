using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>The relay on an outbox that has grown against one that has not.</summary>
public sealed class GrowthMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string Long = "long history";
    private const string Analyzed = "analyzed backlog";
    private const string Short = "short history";
    private const int ShortHistory = 1_000;
    private const double Goal = 0.90;

    private readonly Dictionary<string, DrainSetup> _setups = [];

    public string Name => MeasurementNames.Growth;

    public string Description => FormattableString.Invariant(
        $"Drain of an outbox with {options.Events:N0} messages: {options.History:N0} rows of history, or statistics of the backlog.");

    public IReadOnlyList<Contender> Contenders => [.. _setups.Select(setup => new Contender(setup.Key, setup.Value.RunRelayAsync))];

    public IReadOnlyList<Comparison> Comparisons =>
        [new("long / short history", Long, Short, Goal), new("analyzed backlog / short history", Analyzed, Short, Goal)];

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await AddAsync(Long, new OutboxContents(options.Events, options.History), cancellationToken);
        await AddAsync(Analyzed, new OutboxContents(options.Events) { IsBacklogAnalyzed = true }, cancellationToken);
        await AddAsync(Short, new OutboxContents(options.Events, ShortHistory), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var setup in _setups.Values)
        {
            await setup.DisposeAsync();
        }
    }

    private async Task AddAsync(string contender, OutboxContents contents, CancellationToken cancellationToken) =>
        _setups.Add(contender, await DrainSetup.CreateAsync(server, contents, cancellationToken));
}
