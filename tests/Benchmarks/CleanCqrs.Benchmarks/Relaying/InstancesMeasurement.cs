using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>One, two and four relay instances on the same outbox.</summary>
public sealed class InstancesMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string One = "1 instance";
    private const string Two = "2 instances";
    private const string Four = "4 instances";

    private DrainSetup? _setup;

    public string Name => MeasurementNames.Instances;

    public string Description =>
        FormattableString.Invariant(
            $"Drain of an outbox with {options.Events:N0} messages by relays in processes of their own, start-up not counted.");

    public IReadOnlyList<Contender> Contenders => [Instances(One, 1), Instances(Two, 2), Instances(Four, 4)];

    public IReadOnlyList<Comparison> Comparisons => [new("2 instances / 1", Two, One), new("4 instances / 1", Four, One)];

    private DrainSetup Setup => _setup ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        _setup = await DrainSetup.CreateAsync(server, new OutboxContents(options.Events), cancellationToken);

    public ValueTask DisposeAsync() => _setup?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Contender Instances(string name, int count) => new(name, cancellationToken => Setup.RunRelaysAsync(count, cancellationToken));
}
