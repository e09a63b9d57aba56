using CleanCqrs.Application.History;
using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Diagnostics;
using CleanCqrs.Infrastructure.Projections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Runs the follower of a projection. Its parts of history are left to others when it ends, or, if the read database lets nobody write
/// then, when everything of the host has ended: it may be an attempt of this host that holds the database.
/// </summary>
internal sealed class FollowerService(
    Projection projection,
    HistoryFollower follower,
    IHistoryCheckpoints checkpoints,
    IEnumerable<Projection> all,
    IOptionsMonitor<ProjectionOptions> options,
    Pulses pulses,
    TimeProvider timeProvider,
    ILogger<FollowerService> logger,
    IHistoryReaders? readers = null)
    : HistoryService(projection, options, pulses.Of(typeof(FollowerService), projection.Name), timeProvider, logger),
        IHostedLifecycleService
{
    private static readonly TimeSpan _firstTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lastTimeout = TimeSpan.FromSeconds(5);

    private readonly Projection _projection = projection;
    private bool _hasBegun;
    private bool _hasParts;

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

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_hasParts && await ReleaseAsync(_lastTimeout, cancellationToken) is { } error)
        {
            logger.HistoryNotLeftToOthers(_projection.Name, error.Message);
        }
    }

    protected override async Task EndAsync() => _hasParts = await ReleaseAsync(_firstTimeout, CancellationToken.None) is not null;

    /// <returns>What was in the way.</returns>
    private async Task<Exception?> ReleaseAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(timeout, Clock);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            await follower.ReleaseAsync(deadline.Token);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_projection.IsReplay)
        {
            return;
        }

        foreach (var formerly in readers is null ? [] : _projection.FormerNames)
        {
            await readers!.ForgetAsync(formerly, cancellationToken);
        }

        var known = await checkpoints.ListProjectionsAsync(cancellationToken);
        var strangers = known.Except(all.Select(other => other.Name))
            .Where(name => !Generation.IsNameOfOne(name)).ToList();
        if (!known.Contains(_projection.Name) && strangers.Count > 0)
        {
            logger.OtherProgressFound(_projection.Name, string.Join(", ", strangers));
        }
    }
}
