using System.Diagnostics;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Shipments;

namespace CleanCqrs.Benchmarks.Relaying;

/// <summary>An outbox, a broker, and the ways to bring the messages of the one to the other.</summary>
public sealed class DrainSetup : IAsyncDisposable
{
    /// <summary>The share of the events with which whoever drains warms up: connections, producers, compiled code.</summary>
    private const int WarmUpShare = 10;

    private readonly Broker _broker;
    private readonly PrefilledOutbox _outbox;
    private readonly ShipmentTopic _topic;

    private DrainSetup(Broker broker, PrefilledOutbox outbox) =>
        (_broker, _outbox, _topic) = (broker, outbox, new ShipmentTopic(broker.BootstrapServers));

    public static async Task<DrainSetup> CreateAsync(PostgreSqlServer server, OutboxContents contents, CancellationToken cancellationToken)
    {
        var broker = await Broker.StartAsync(cancellationToken);
        try
        {
            return new DrainSetup(broker, await PrefilledOutbox.CreateAsync(server, contents, cancellationToken));
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Drains by a relay in this process.</summary>
    /// <returns>Events per second.</returns>
    public async Task<double> RunRelayAsync(CancellationToken cancellationToken)
    {
        using var host = RelayHost.Build(_outbox.Database.ConnectionString, _broker.BootstrapServers);
        await host.StartAsync(cancellationToken);
        try
        {
            await RelayReadiness.WaitAsync(_outbox.Database, instances: 1, cancellationToken);
            return await MeasureAsync(_outbox.WaitUntilDrainedAsync, cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Drains by several relays, each a process of its own.</summary>
    /// <returns>Events per second.</returns>
    public async Task<double> RunRelaysAsync(int instances, CancellationToken cancellationToken)
    {
        var processes = new List<OwnProcess>();
        try
        {
            for (var instance = 0; instance < instances; instance++)
            {
                processes.Add(
                    await RelayProcess.StartAsync(_outbox.Database.ConnectionString, _broker.BootstrapServers, cancellationToken));
            }

            await RelayReadiness.WaitAsync(_outbox.Database, instances, cancellationToken);
            return await MeasureAsync(_outbox.WaitUntilDrainedAsync, cancellationToken);
        }
        finally
        {
            await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Drains by the raw loop.</summary>
    /// <returns>Events per second.</returns>
    public async Task<double> RunRawAsync(CancellationToken cancellationToken)
    {
        using var raw = new RawRelay(_outbox.Database, _broker.BootstrapServers);
        return await MeasureAsync(raw.DrainAsync, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _broker.DisposeAsync();
    }

    /// <summary>Takes the time from the commit that fills the outbox until nothing is pending; then looks at what was published.</summary>
    private async Task<double> MeasureAsync(Func<CancellationToken, Task> drainAsync, CancellationToken cancellationToken)
    {
        await _outbox.ClearAsync(cancellationToken);
        await _outbox.FillAsync(_outbox.Events / WarmUpShare, cancellationToken);
        await drainAsync(cancellationToken);
        await _outbox.ClearAsync(cancellationToken);

        var start = _topic.FindEnd();
        await _outbox.FillAsync(_outbox.Events, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await drainAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        await _outbox.RequirePublishedAsync(cancellationToken);
        _topic.RequireInOrder(_outbox.Events, start, cancellationToken);
        return _outbox.Events / elapsed.TotalSeconds;
    }
}
