using CleanCqrs.Benchmarks.Commanding;
using CleanCqrs.Benchmarks.Contests;
using CleanCqrs.Benchmarks.LongStreams;
using CleanCqrs.Benchmarks.Projecting;
using CleanCqrs.Benchmarks.Relaying;
using CleanCqrs.Benchmarks.Reporting;
using CleanCqrs.Benchmarks.Servers;
using CleanCqrs.Benchmarks.Waiting;
using Spectre.Console;

namespace CleanCqrs.Benchmarks;

/// <summary>Some measurements, from their names to an exit code.</summary>
public sealed class MeasureRun(MeasureOptions options, IAnsiConsole console, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Path.GetDirectoryName(options.Json) is { Length: > 0 } folder && !Directory.Exists(folder))
            {
                throw new UsageException($"There is no folder {folder}: create it, or name another file with --json.");
            }

            return await MeasureAsync(await PostgreSqlServer.ConnectAsync(cancellationToken), cancellationToken);
        }
        catch (UsageException exception)
        {
            console.Say(exception.Message);
            return ExitCodes.Usage;
        }
        catch (MeasurementFailedException exception)
        {
            console.Say($"{exception.Message} Such a rate means nothing: the measurement was broken off.");
            return ExitCodes.Difference;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Say("Stopped before the end: there are no figures.");
            return ExitCodes.Stopped;
        }
    }

    private async Task<int> MeasureAsync(PostgreSqlServer server, CancellationToken cancellationToken)
    {
        console.Say($"{server.Description}; {Broker.Description}; {Environment.ProcessorCount} processors.");
        var runner = new InterleavedRunner(options.Pairs, console.Say);
        var results = new List<MeasurementResult>();
        foreach (var name in options.Names)
        {
            await using var measurement = Create(name, server);
            console.Say($"{name}: {measurement.Description}");
            await measurement.PrepareAsync(cancellationToken);
            results.Add(await runner.RunAsync(measurement, cancellationToken));
        }

        ResultTables.Print(console, results);
        if (options.Json is not null)
        {
            await MeasureReport.Of(options, time.GetUtcNow(), server.Description, Broker.Description, results).WriteAsync(options.Json);
        }

        var missed = results.SelectMany(result => result.Comparisons).Count(comparison => comparison.IsMet == false);
        console.Say(missed == 0 ? "Every goal is met." : $"{missed} goals are missed.");
        return missed == 0 ? ExitCodes.Success : ExitCodes.Difference;
    }

    private IMeasurement Create(string name, PostgreSqlServer server) => name switch
    {
        MeasurementNames.Command => new CommandMeasurement(server, options),
        MeasurementNames.Relay => new RelayMeasurement(server, options),
        MeasurementNames.Projection => new ProjectionMeasurement(server, options),
        MeasurementNames.Growth => new GrowthMeasurement(server, options),
        MeasurementNames.LongStream => new LongStreamMeasurement(server, options),
        MeasurementNames.Waiters => new WaitersMeasurement(options),
        MeasurementNames.SharedRow => new SharedRowMeasurement(server, options),
        MeasurementNames.Instances => new InstancesMeasurement(server, options),
        _ => throw new UsageException($"There is no measurement {name}. Choose among {string.Join(", ", MeasurementNames.All)}."),
    };
}
