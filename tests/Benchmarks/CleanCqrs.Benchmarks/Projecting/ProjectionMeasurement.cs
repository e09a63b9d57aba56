using System.Globalization;
using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.KafkaCluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanCqrs.Benchmarks.Projecting;

/// <summary>The projection runner against a raw consumer.</summary>
public sealed class ProjectionMeasurement(PostgreSqlServer server, MeasureOptions options) : IMeasurement
{
    private const string Projection = "projection";
    private const string Raw = "raw consumer";
    private const double Goal = 0.50;
    private const int WarmUpShare = 10;

    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);

    private FilledTopic? _topic;
    private OwnDatabase? _database;

    public string Name => MeasurementNames.Projection;

    public string Description =>
        FormattableString.Invariant(
            $"{options.Events:N0} events on a topic into the read model and its stream versions, each once in effect.");

    public IReadOnlyList<Contender> Contenders => [new(Projection, RunProjectionAsync), new(Raw, RunRawAsync)];

    public IReadOnlyList<Comparison> Comparisons => [new("projection / raw consumer", Projection, Raw, Goal)];

    private FilledTopic Topic => _topic ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    private OwnDatabase Database => _database ?? throw new InvalidOperationException($"Call {nameof(PrepareAsync)} first.");

    private int WarmUp => options.Events / WarmUpShare / 2 * 2;

    private int AllEvents => options.Events + WarmUp;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _topic = await FilledTopic.CreateAsync(server, AllEvents, cancellationToken);
        _database = await server.CreateDatabaseAsync(cancellationToken);
        using var host = BuildHost(KafkaNames.Unique("schema"), NewStretch());
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShipmentViewContext>().Database.EnsureCreatedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_topic?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<double> RunProjectionAsync(CancellationToken cancellationToken)
    {
        var (group, stretch) = (await BeginAsync(cancellationToken), NewStretch());
        using var host = BuildHost(group, stretch);
        await host.StartAsync(cancellationToken);
        try
        {
            var rate = await stretch.Rate.WaitAsync(_timeout, cancellationToken);
            await RequireEverythingAsync(group, cancellationToken);
            return rate;
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    private async Task<double> RunRawAsync(CancellationToken cancellationToken)
    {
        var (group, stretch) = (await BeginAsync(cancellationToken), NewStretch());
        await new RawProjection(Database, Topic.BootstrapServers, group).RunAsync(stretch, cancellationToken);
        await RequireEverythingAsync(group, cancellationToken);
        return await stretch.Rate;
    }

    /// <summary>Empties the read model.</summary>
    /// <returns>A group that starts at the first event of this measurement.</returns>
    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        await Database.ExecuteAsync("TRUNCATE shipment_views, projection_streams", cancellationToken);
        var group = KafkaNames.Unique("benchmark");
        Topic.StartGroup(group);
        return group;
    }

    /// <exception cref="MeasurementFailedException">The read model, or its stream versions, are not as they should be.</exception>
    private async Task RequireEverythingAsync(string group, CancellationToken cancellationToken)
    {
        var views = await CountAsync(
            "shipment_views WHERE version = 2 AND delivered_at = booked_at + interval '2 days'", cancellationToken);
        var streams = await CountAsync($"projection_streams WHERE version = 2 AND projection = '{group}'", cancellationToken);
        var expected = AllEvents / 2;
        if (views != expected || streams != expected)
        {
            throw new MeasurementFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Of {expected} shipments, {views} have arrived in the read model, and {streams} in its stream versions."));
        }
    }

    private Task<long> CountAsync(string rows, CancellationToken cancellationToken) =>
        Database.QueryAsync<long>($"SELECT count(*) FROM {rows}", cancellationToken);

    private Stretch NewStretch() => new(AllEvents, WarmUp, TimeProvider.System);

    private IHost BuildHost(string group, Stretch stretch) =>
        ProjectionHost.Build<ShipmentProjector>(Database.ConnectionString, Topic.BootstrapServers, group, stretch);
}
