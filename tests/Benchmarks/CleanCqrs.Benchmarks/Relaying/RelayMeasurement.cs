using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>The relay against the raw loop.</summary>
public sealed class RelayMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string Relay = "relay";
    private const string Raw = "raw loop";
    private const double Goal = 0.60;

    private DrainSetup? _setup;

    public string Name => MeasurementNames.Relay;

    public string Description =>
        FormattableString.Invariant($"Drain of an outbox with {options.Events:N0} messages, PostgreSQL to Kafka, order per key kept.");

    public IReadOnlyList<Contender> Contenders => [new(Relay, Setup.RunRelayAsync), new(Raw, Setup.RunRawAsync)];

    public IReadOnlyList<Comparison> Comparisons => [new("relay / raw loop", Relay, Raw, Goal)];

    private DrainSetup Setup => _setup ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        _setup = await DrainSetup.CreateAsync(server, new OutboxContents(options.Events), cancellationToken);

    public ValueTask DisposeAsync() => _setup?.DisposeAsync() ?? ValueTask.CompletedTask;
}
