using CleanCqrs.Application.Transport;
using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.Transport;

/// <summary>One consumer group of the in-process transport.</summary>
internal sealed class InProcessSubscriber : IAsyncDisposable
{
    private readonly TransportSubscription _subscription;
    private readonly InProcessTransportOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Action<InProcessSubscriber> _leave;
    private readonly HashSet<string> _topics;
    private readonly InProcessLane[] _lanes;
    private readonly FailureRun _failing;

    public InProcessSubscriber(
        TransportSubscription subscription,
        InProcessTransportOptions options,
        TimeProvider timeProvider,
        ILogger logger,
        Action<InProcessSubscriber> leave)
    {
        _subscription = subscription;
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _leave = leave;
        _topics = [.. subscription.Topics];
        _failing = new FailureRun(timeProvider);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new InProcessLane())];
    }

    public string Group => _subscription.Group;

    public bool Wants(EventEnvelope envelope) => _topics.Contains(envelope.Topic);

    /// <summary>Whether a lane is still at work on events that nobody waits for any more.</summary>
    public bool IsLate(int lane) => _lanes[lane].IsLate;

    /// <summary>Hands events to the handler, again where it fails; answers with the last error when it keeps failing.</summary>
    public async Task<string?> DeliverAsync(int lane, List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        var wanted = events.FindAll(Wants);
        if (wanted.Count == 0)
        {
            return null;
        }

        using var turn = await _lanes[lane].EnterAsync(cancellationToken);
        try
        {
            return _lanes[lane].HasLeft ? $"The group {Group} has left." : await HandleAsync(wanted, turn.Token);
        }
        finally
        {
            if (turn.IsLate)
            {
                _logger.LaneCaughtUp(Group, lane);
            }
        }
    }

    /// <summary>Nobody waits any longer for what a lane has in hand. It goes on with it, until the group leaves.</summary>
    public void LeaveBehind(int lane, int events)
    {
        if (_lanes[lane].LeaveBehind())
        {
            _logger.LaneTakesLong(Group, lane, events);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _leave(this);
        await Task.WhenAll(_lanes.Select(lane => lane.DisposeAsync().AsTask()));
    }

    private async Task<string?> HandleAsync(List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _subscription.Handler(events, cancellationToken);
                if (_failing.Succeed(out var failures))
                {
                    _logger.DeliveriesSucceedAgain(Group, failures);
                }

                return null;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (_failing.Fail(out var failures))
                {
                    _logger.DeliveryFailed(
                        failures == 1 ? exception : null, Group, events.Count, attempt, _options.DeliveryAttempts, exception.Message);
                }

                if (attempt >= _options.DeliveryAttempts)
                {
                    return $"Group {Group}: {exception.GetType().Name}: {exception.Message}";
                }

                await Task.Delay(_options.Redelivery.DelayAfter(attempt), _timeProvider, cancellationToken);
            }
        }
    }
}
