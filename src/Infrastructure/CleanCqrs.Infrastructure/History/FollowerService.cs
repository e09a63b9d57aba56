using CleanCqrs.Application.History;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

/// <summary>Runs the follower of a projection.</summary>
internal sealed class FollowerService(
    Projection projection,
    HistoryFollower follower,
    IHistoryCheckpoints checkpoints,
    IHistoryReaders readers,
    IEnumerable<Projection> all,
    IOptionsMonitor<ProjectionOptions> options,
    Pulses pulses,
    TimeProvider timeProvider,
    ILogger<FollowerService> logger)
    : HistoryService(projection, options, pulses.Of(typeof(FollowerService), projection.Name), timeProvider, logger)
{
    private static readonly TimeSpan _releaseTimeout = TimeSpan.FromSeconds(5);

    private readonly Projection _projection = projection;
    private bool _hasBegun;

    protected override TimeSpan Interval => Options.CatchUpDelay;

    protected override async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            await BeginAsync(cancellationToken);
            _hasBegun = true;
        }

        await follower.RunRoundAsync(cancellationToken);
    }

    protected override async Task EndAsync()
    {
        using var deadline = new CancellationTokenSource(_releaseTimeout);
        try
        {
            await follower.ReleaseAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            logger.LogWarning(
                "Projection {Projection} could not leave its parts of history to others ({Error}); they wait for its lease",
                _projection.Name, exception.Message);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_projection.IsReplay)
        {
            return;
        }

        foreach (var formerly in _projection.FormerNames)
        {
            await readers.ForgetAsync(formerly, cancellationToken);
        }

        var known = await checkpoints.ListProjectionsAsync(cancellationToken);
        var strangers = known.Except(all.Select(other => other.Name))
            .Where(name => !Generation.IsNameOfOne(name)).ToList();
        if (!known.Contains(_projection.Name) && strangers.Count > 0)
        {
            logger.LogWarning(
                "Projection {Projection} is new and begins with the first event of history; the read database also holds the progress of "
                    + "{Others}, which this host does not run. If it is only a new name for one of them, whose rows would be changed a "
                    + "second time, say projection.Formerly(...)",
                _projection.Name, string.Join(", ", strangers));
        }
    }
}
