using System.Diagnostics;
using System.Globalization;
using CleanCqrs.Application.IntegrationEvents;
using CleanCqrs.Application.Operations;
using CleanCqrs.Application.Projections;
using CleanCqrs.Application.Transport;
using CleanCqrs.Benchmarks.Projecting;
using CleanCqrs.Benchmarks.Shipments;
using CleanCqrs.EntityFrameworkCore;
using CleanCqrs.Infrastructure;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Benchmarks.LongStreams;

/// <summary>One host with a projection, and events that are handed to it as a relay does.</summary>
public sealed class JourneyRun : IAsyncDisposable
{
    private const string Projection = "journeys";
    private const string WarmUpStream = "warm-up";
    private const int BatchSize = 500;
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(5);

    private readonly IHost _host;
    private readonly int _count;
    private IReadOnlyList<EventEnvelope> _events = [];

    private JourneyRun(IHost host, int count) => (_host, _count) = (host, count);

    private Obstacle Obstacle => _host.Services.GetRequiredService<Obstacle>();

    /// <param name="useDatabase">Names an empty database.</param>
    /// <param name="count">How many events there are.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<JourneyRun> StartAsync(
        Action<DbContextOptionsBuilder> useDatabase, int count, CancellationToken cancellationToken)
    {
        var host = Build(useDatabase);
        await using (var scope = host.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<ShipmentContext>().Database.EnsureCreatedAsync(cancellationToken);
            var views = scope.ServiceProvider.GetRequiredService<ShipmentViewContext>().Database;
            await views.ExecuteSqlRawAsync(views.GenerateCreateScript(), cancellationToken);
        }

        await host.StartAsync(cancellationToken);
        var run = new JourneyRun(host, count)
        {
            _events = JourneyEvents.Make(host.Services.GetRequiredService<IIntegrationEventSerializer>(), count),
        };
        await run.WarmUpAsync(cancellationToken);
        return run;
    }

    /// <summary>Puts an obstacle before an event of the long stream, or takes it away with 0.</summary>
    public void Obstruct(long version) => Obstacle.Version = version;

    public async Task<TimeSpan> DeliverAsync(CancellationToken cancellationToken)
    {
        var transport = _host.Services.GetRequiredService<IEventTransport>();
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in _events.Chunk(BatchSize))
        {
            var results = await transport.PublishAsync(batch, cancellationToken);
            if (results.Any(result => result.Outcome != PublishOutcome.Acknowledged))
            {
                throw new MeasurementFailedException("The transport has not taken every event.");
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Takes the obstacle away, and waits until what was behind it is applied.</summary>
    public async Task<TimeSpan> RedriveAsync(CancellationToken cancellationToken)
    {
        Obstruct(0);
        var started = Stopwatch.GetTimestamp();
        if (!(await _host.Services.GetRequiredService<IDeadLetters>().RedriveAsync(
            Projection, JourneyEvents.LongStream, "the measurement", cancellationToken)).IsDone)
        {
            throw new MeasurementFailedException("There is no dead letter to redrive.");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_timeout);
        var positions = _host.Services.GetRequiredService<IProjectionPositions>();
        while ((await positions.FindPositionAsync(Projection, JourneyEvents.LongStream, deadline.Token))?.Version != _count / 2)
        {
            await Task.Delay(_look, deadline.Token);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <exception cref="MeasurementFailedException">Not every event has had its effect once.</exception>
    public async Task RequireEverythingAsync(CancellationToken cancellationToken)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var journeys = scope.ServiceProvider.GetRequiredService<ShipmentViewContext>().Journeys;
        var (all, ofLong) = (
            await journeys.Where(row => row.StreamId != WarmUpStream).SumAsync(row => row.Events, cancellationToken),
            await journeys.Where(row => row.StreamId == JourneyEvents.LongStream).SumAsync(row => row.Events, cancellationToken));
        if (all != _count || ofLong != _count / 2)
        {
            throw new MeasurementFailedException(string.Create(
                CultureInfo.InvariantCulture, $"The read model counts {all} of {_count} events, {ofLong} of them of the long stream."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    /// <summary>Connections, compiled queries and compiled code come with the first events, also with a first failure.</summary>
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var transport = _host.Services.GetRequiredService<IEventTransport>();
        var events = _events.Where(envelope => envelope.StreamId == JourneyEvents.LongStream)
            .Take(BatchSize)
            .Select(envelope => envelope with { EventId = Guid.CreateVersion7(), StreamId = WarmUpStream })
            .ToList();
        await transport.PublishAsync(events[1..], cancellationToken);
        await transport.PublishAsync(events[..1], cancellationToken);
    }

    private static IHost Build(Action<DbContextOptionsBuilder> useDatabase)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddSingleton<Obstacle>();
        builder.Services.Configure<OperationsOptions>(options => options.Projections.Add(Projection));
        builder.Services.ConfigureAll<ProjectionOptions>(options => options.MaxAttempts = 1);
        builder.Services.AddDbContextPool<ShipmentContext>(useDatabase);
        builder.Services.AddDbContextPool<ShipmentViewContext>(useDatabase);
        builder.Services.AddCleanCqrs(new WithoutOtherProjectors(typeof(JourneyProjector)))
            .UseEntityFrameworkCore<ShipmentContext, ShipmentViewContext>()
            .UseInProcessTransport()
            .AddProjection(Projection, projection => projection.AddProjector<JourneyProjector>());
        return builder.Build();
    }
}
