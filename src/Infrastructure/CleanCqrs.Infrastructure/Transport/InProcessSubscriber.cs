using CleanCqrs.Application.Transport;
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
    private readonly SemaphoreSlim[] _lanes;
    private bool _left;

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
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new SemaphoreSlim(1))];
    }

    public string Group => _subscription.Group;

    public bool Wants(EventEnvelope envelope) => _topics.Contains(envelope.Topic);

    /// <summary>Hands events to the handler, again where it fails; answers with the last error when it keeps failing.</summary>
    public async Task<string?> DeliverAsync(int lane, List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        var wanted = events.FindAll(Wants);
        if (wanted.Count == 0)
        {
            return null;
        }

        await _lanes[lane].WaitAsync(cancellationToken);
        try
        {
            return _left ? $"The group {Group} has left." : await HandleAsync(wanted, cancellationToken);
        }
        finally
        {
            _lanes[lane].Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _leave(this);
        foreach (var lane in _lanes)
        {
            await lane.WaitAsync();
        }

        _left = true;
        foreach (var lane in _lanes)
        {
            lane.Release();
        }
    }

    private async Task<string?> HandleAsync(List<EventEnvelope> events, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _subscription.Handler(events, cancellationToken);
                return null;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                _logger.LogWarning(
                    exception,
                    "Group {Group} failed with {Count} events, attempt {Attempt} of {Attempts}",
                    Group,
                    events.Count,
                    attempt,
                    _options.DeliveryAttempts);
                if (attempt >= _options.DeliveryAttempts)
                {
                    return $"Group {Group}: {exception.GetType().Name}: {exception.Message}";
                }

                await Task.Delay(_options.Redelivery.DelayAfter(attempt), _timeProvider, cancellationToken);
            }
        }
    }
}
