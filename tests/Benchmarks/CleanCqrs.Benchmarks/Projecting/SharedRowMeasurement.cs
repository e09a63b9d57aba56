using System.Globalization;
using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.KafkaCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>A row that all streams feed: whether conflicts over it cost more than lanes and instances give.</summary>
public sealed class SharedRowMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string OneLane = "one lane";
    private const string ManyLanes = "2 instances of 4 lanes";
    private const double Goal = 1.0;
    private const int WarmUpShare = 10;

    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);

    private FilledTopic? _topic;
    private OwnDatabase? _database;

    public string Name => MeasurementNames.SharedRow;

    public string Description => FormattableString.Invariant(
        $"{options.Events:N0} events of {options.Events / 2:N0} streams on a topic into one row, each once in effect.");

    public IReadOnlyList<Contender> Contenders =>
    [
        new(ManyLanes, token => RunAsync(instances: 2, lanes: 4, token)),
        new(OneLane, token => RunAsync(instances: 1, lanes: 1, token)),
    ];

    public IReadOnlyList<Comparison> Comparisons => [new("2 instances of 4 lanes / one lane", ManyLanes, OneLane, Goal)];

    private FilledTopic Topic => _topic ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    private OwnDatabase Database => _database ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    private int WarmUp => options.Events / WarmUpShare / 2 * 2;

    private int AllEvents => options.Events + WarmUp;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _topic = await FilledTopic.CreateAsync(server, AllEvents, cancellationToken);
        _database = await server.CreateDatabaseAsync(cancellationToken);
        using var host = BuildHost(KafkaNames.Unique("schema"), NewStretch(), lanes: 1);
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShipmentViewContext>().Database.EnsureCreatedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_topic?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<double> RunAsync(int instances, int lanes, CancellationToken cancellationToken)
    {
        await Database.ExecuteAsync("TRUNCATE shipment_tallies, projection_streams", cancellationToken);
        var (group, stretch) = (KafkaNames.Unique("benchmark"), NewStretch());
        Topic.StartGroup(group);
        var hosts = Enumerable.Range(0, instances).Select(_ => BuildHost(group, stretch, lanes)).ToList();
        try
        {
            await Task.WhenAll(hosts.Select(host => host.StartAsync(cancellationToken)));
            var rate = await stretch.Rate.WaitAsync(_timeout, cancellationToken);
            await RequireEverythingAsync(cancellationToken);
            return rate;
        }
        finally
        {
            await Task.WhenAll(hosts.Select(host => host.StopAsync(CancellationToken.None)));
            hosts.ForEach(host => host.Dispose());
        }
    }

    /// <exception cref="MeasurementFailedException">The row is not the sum of the events.</exception>
    private async Task RequireEverythingAsync(CancellationToken cancellationToken)
    {
        var counted = await Database.QueryAsync<long>("SELECT (booked + delivered)::bigint FROM shipment_tallies", cancellationToken);
        if (counted != AllEvents)
        {
            throw new MeasurementFailedException(
                string.Create(CultureInfo.InvariantCulture, $"The row counts {counted} of {AllEvents} events."));
        }
    }

    private Stretch NewStretch() => new(AllEvents, WarmUp, TimeProvider.System);

    private IHost BuildHost(string group, Stretch stretch, int lanes) => ProjectionHost.Build<ShipmentTallyProjector>(
        Database.ConnectionString, Topic.BootstrapServers, group, stretch, lanes);
}
