using CleanCqrs.Benchmarks.Measuring.Contests;
using CleanCqrs.Benchmarks.Measuring.Servers;

namespace CleanCqrs.Benchmarks.Measuring.Relaying;

/// <summary>The relay on an outbox with a long history against one with a short history.</summary>
public sealed class GrowthMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string Long = "long history";
    private const string Short = "short history";
    private const int ShortHistory = 1_000;
    private const double Goal = 0.90;

    private DrainSetup? _long;
    private DrainSetup? _short;

    public string Name => MeasurementNames.Growth;

    public string Description => FormattableString.Invariant(
        $"Drain of an outbox with {options.Events:N0} messages and {options.History:N0} rows of history, against {ShortHistory:N0} rows.");

    public IReadOnlyList<Contender> Contenders => [new(Long, Required(_long).RunRelayAsync), new(Short, Required(_short).RunRelayAsync)];

    public IReadOnlyList<Comparison> Comparisons => [new("long / short history", Long, Short, Goal)];

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _long = await DrainSetup.CreateAsync(server, options.Events, options.History, cancellationToken);
        _short = await DrainSetup.CreateAsync(server, options.Events, ShortHistory, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await (_long?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_short?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static DrainSetup Required(DrainSetup? setup) => setup ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");
}
