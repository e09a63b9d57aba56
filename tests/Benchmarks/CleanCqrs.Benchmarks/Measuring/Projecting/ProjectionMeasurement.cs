using System.Globalization;
using CleanCqrs.Benchmarks.Measuring.Contests;
using CleanCqrs.Benchmarks.Measuring.Relaying;
using CleanCqrs.Benchmarks.Measuring.Servers;
using CleanCqrs.Benchmarks.Measuring.Shipments;
using CleanCqrs.KafkaCluster;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Benchmarks.Measuring.Projecting;

/// <summary>The projection runner against a raw consumer.</summary>
public sealed class ProjectionMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string Projection = "projection";
    private const string Raw = "raw consumer";
    private const double Goal = 0.50;

    private IReadOnlyList<TopicPartitionOffset> _start = [];
    private Broker? _broker;
    private OwnDatabase? _database;

    public string Name => MeasurementNames.Projection;

    public string Description =>
        FormattableString.Invariant($"{options.Events:N0} events on a topic into the read model and its stream versions, each once in effect.");

    public IReadOnlyList<Contender> Contenders => [new(Projection, RunProjectionAsync), new(Raw, RunRawAsync)];

    public IReadOnlyList<Comparison> Comparisons => [new("projection / raw consumer", Projection, Raw, Goal)];

    private Broker Broker => _broker ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    private OwnDatabase Database => _database ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    private ShipmentTopic Topic => new(Broker.BootstrapServers);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _broker = await Broker.StartAsync(cancellationToken);
        _start = Topic.FindEnd();
        await FillTopicAsync(cancellationToken);
        _database = await server.CreateDatabaseAsync(cancellationToken);
        using var host = BuildHost(KafkaNames.Unique("schema"));
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShipmentViewContext>().Database.EnsureCreatedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<double> RunProjectionAsync(CancellationToken cancellationToken)
    {
        var group = await BeginAsync(cancellationToken);
        using var host = BuildHost(group);
        await host.StartAsync(cancellationToken);
        try
        {
            var elapsed = await host.Services.GetRequiredService<ObservedTransport>().Elapsed.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
            return await EndAsync(group, elapsed, cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private async Task<double> RunRawAsync(CancellationToken cancellationToken)
    {
        var group = await BeginAsync(cancellationToken);
        var elapsed = await new RawProjection(Database, Broker.BootstrapServers, group).RunAsync(options.Events, cancellationToken);
        return await EndAsync(group, elapsed, cancellationToken);
    }

    private async Task FillTopicAsync(CancellationToken cancellationToken)
    {
        await using var outbox = await PrefilledOutbox.CreateAsync(server, new OutboxContents(options.Events, History: 1), cancellationToken);
        await outbox.FillAsync(options.Events, cancellationToken);
        using var raw = new RawRelay(outbox.Database, Broker.BootstrapServers);
        await raw.DrainAsync(cancellationToken);
    }

    /// <summary>Empties the read model.</summary>
    /// <returns>A group that starts at the first event of this measurement.</returns>
    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        await Database.ExecuteAsync("TRUNCATE shipment_views, projection_streams", cancellationToken);
        var group = KafkaNames.Unique("benchmark");
        Topic.StartGroup(group, _start);
        return group;
    }

    private async Task<double> EndAsync(string group, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var views = await CountAsync("shipment_views WHERE version = 2 AND delivered_at = booked_at + interval '2 days'", cancellationToken);
        var streams = await CountAsync($"projection_streams WHERE version = 2 AND projection = '{group}'", cancellationToken);
        var expected = options.Events / 2;
        return views == expected && streams == expected
            ? options.Events / elapsed.TotalSeconds
            : throw new MeasurementFailedException(string.Create(
                CultureInfo.InvariantCulture, $"Of {expected} shipments, {views} have arrived in the read model, and {streams} in its stream versions."));
    }

    private Task<long> CountAsync(string rows, CancellationToken cancellationToken) =>
        Database.QueryAsync<long>($"SELECT count(*) FROM {rows}", cancellationToken);

    private IHost BuildHost(string group) => ProjectionHost.Build(Database.ConnectionString, Broker.BootstrapServers, group, options.Events);
}
