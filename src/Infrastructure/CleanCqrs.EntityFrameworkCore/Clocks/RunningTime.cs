using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Clocks;

/// <summary>The time of a database for a short while: asked once, and counted on from there by a clock that nobody can set.</summary>
internal sealed class RunningTime(DbContext context, IDatabaseClock clock, TimeProvider timeProvider)
{
    private DateTimeOffset? _asked;
    private long _askedAt;

    public async Task<DateTimeOffset> GetAsync(CancellationToken cancellationToken)
    {
        if (_asked is null)
        {
            _askedAt = timeProvider.GetTimestamp();
            _asked = await clock.NowAsync(context, cancellationToken);
        }

        return _asked.Value + timeProvider.GetElapsedTime(_askedAt);
    }
}
