using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

/// <summary>Runs the healer of a projection. A round that finds nothing parked is two queries on indexes.</summary>
internal sealed class HealingService(
    Projection projection,
    StreamHealer healer,
    IOptionsMonitor<ProjectionOptions> options,
    Pulses pulses,
    TimeProvider timeProvider,
    ILogger<HealingService> logger)
    : HistoryService(projection, options, pulses.Of(typeof(HealingService), projection.Name), timeProvider, logger)
{
    protected override TimeSpan Interval => Options.HealAfter < Options.PollInterval ? Options.HealAfter : Options.PollInterval;

    protected override Task RunRoundAsync(CancellationToken cancellationToken) => healer.RunRoundAsync(cancellationToken);
}
