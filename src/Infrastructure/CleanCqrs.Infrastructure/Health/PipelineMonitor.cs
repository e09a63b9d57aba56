using CleanCqrs.Application.Health;
using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.Health;

/// <summary>
/// Samples every part by itself, so that none waits for another that hangs, and says in the log, once, that a part is not healthy any more,
/// and that it is again.
/// </summary>
internal sealed class PipelineMonitor(
    PipelineHealth health,
    PipelineMemory memory,
    IOptions<HealthOptions> options,
    TimeProvider timeProvider,
    ILogger<PipelineMonitor> logger)
    : BackgroundService
{
    private const string PartTag = "cleancqrs.part";

    private readonly HashSet<string> _suspected = [];
    private readonly HashSet<string> _reported = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await Task.WhenAll(health.Samplers.Select(sampler => SampleAsync(sampler, stoppingToken)).Append(WatchAsync(stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.SamplingEnds();
        }
    }

    private async Task SampleAsync(ISampler sampler, CancellationToken stoppingToken)
    {
        while (true)
        {
            await sampler.SampleAsync(stoppingToken);
            await Task.Delay(options.Value.SampleInterval, timeProvider, stoppingToken);
        }
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Value.SampleInterval, timeProvider, stoppingToken);
            memory.Note();
            foreach (var part in health.List())
            {
                Instruments.HealthStatus.Record((long)part.Status, new KeyValuePair<string, object?>(PartTag, part.Part));
                Report(part);
            }
        }
    }

    /// <summary>What is over by the next look is not worth a line.</summary>
    private void Report(PartHealth part)
    {
        if (part.Status == PartStatus.Healthy)
        {
            _suspected.Remove(part.Part);
            if (_reported.Remove(part.Part))
            {
                logger.PartHealthyAgain(part.Part);
            }
        }
        else if (!_suspected.Add(part.Part) && _reported.Add(part.Part))
        {
            logger.PartNotHealthy(part.Part, part.Status, part.Reason, part.Detail is null ? string.Empty : $" ({part.Detail})");
        }
    }
}
