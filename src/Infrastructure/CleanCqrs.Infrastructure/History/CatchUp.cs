using CleanCqrs.Application.Rebuilds;
using CleanCqrs.Infrastructure.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CleanCqrs.Infrastructure.History;

/// <summary>
/// Reports how one projection of this process catches up: a line at the begin, one a minute, one at the end, and figures.
/// </summary>
internal sealed class CatchUp(string projection, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(1);

    private readonly KeyValuePair<string, object?> _tag = new("cleancqrs.projection", projection);
    private readonly Lock _lock = new();
    private bool _isOn;
    private bool _isSaid;
    private long _begun;
    private long _reported;
    private long _seen;
    private long _healed;
    private long _behind;

    /// <summary>Whether this process has looked at history at least once.</summary>
    public bool HasLooked { get; private set; }

    /// <summary>Whether nobody has asked this before.</summary>
    public bool SaysFirst() => !Interlocked.Exchange(ref _isSaid, true);

    /// <summary>How many events it goes through in a second, and how long it will take; nothing when it does not catch up.</summary>
    public (double? EventsPerSecond, TimeSpan? Remaining) Rate()
    {
        lock (_lock)
        {
            var elapsed = timeProvider.GetElapsedTime(_begun);
            if (!_isOn || _seen == 0 || elapsed <= TimeSpan.Zero)
            {
                return default;
            }

            var rate = _seen / elapsed.TotalSeconds;
            return (rate, TimeSpan.FromSeconds(_behind / rate));
        }
    }

    public void Begin(long behind)
    {
        lock (_lock)
        {
            _behind = behind;
            if (_isOn)
            {
                return;
            }

            (_isOn, _begun, _reported, _seen, _healed) = (true, timeProvider.GetTimestamp(), timeProvider.GetTimestamp(), 0, 0);
        }

        logger.CatchUpBegins(projection, behind);
    }

    public void Went(int seen, int healed, long behind)
    {
        Instruments.ProjectionHealed.Add(healed, _tag);
        Instruments.ProjectionBehind.Record(behind, _tag);
        lock (_lock)
        {
            (_seen, _healed, _behind) = (_seen + seen, _healed + healed, behind);
            if (!_isOn || timeProvider.GetElapsedTime(_reported) < _interval)
            {
                return;
            }

            _reported = timeProvider.GetTimestamp();
        }

        var (rate, remaining) = Rate();
        logger.CatchUpProgress(projection, _seen, _healed, behind, rate, remaining?.TotalSeconds);
    }

    /// <summary>A round is over.</summary>
    /// <param name="isCaughtUp">Whether everything was seen.</param>
    public void End(bool isCaughtUp)
    {
        bool ends;
        long healed;
        lock (_lock)
        {
            HasLooked = true;
            ends = _isOn && isCaughtUp;
            healed = ends || !_isOn ? _healed : 0;
            _isOn &= !isCaughtUp;
            _healed = _isOn ? _healed : 0;
        }

        if (ends)
        {
            logger.CaughtUp(projection, healed, timeProvider.GetElapsedTime(_begun));
        }
        else if (healed > 0 && !Generation.IsNameOfOne(projection))
        {
            logger.EventsHadNotArrived(projection, healed);
        }
    }
}
