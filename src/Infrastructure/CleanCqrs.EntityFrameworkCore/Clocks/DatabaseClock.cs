using System.Collections.Concurrent;
using CleanCqrs.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace CleanCqrs.EntityFrameworkCore.Clocks;

/// <summary>
/// Asks the database, and compares its answer with the clock of this process. A database of a kind that the library does not know is not
/// asked: there the process's clock has to do.
/// </summary>
internal sealed class DatabaseClock(ClockSkews skews, TimeProvider timeProvider) : IDatabaseClock
{
    /// <summary>How long an answer is counted on from.</summary>
    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(1);

    /// <summary>How far the two clocks of this process may come apart meanwhile: further, and it was asleep, or one was set.</summary>
    private static readonly TimeSpan _tolerance = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Type, Answer> _answers = [];

    public async Task<DateTimeOffset> NowAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (Dialect.Find(context.Database.ProviderName) is not { } dialect)
        {
            return timeProvider.GetUtcNow();
        }

        var asked = timeProvider.GetTimestamp();
        var now = await dialect.ReadTimeAsync(context.Database, cancellationToken);
        skews.Compare(context.GetType().Name, now, timeProvider.GetUtcNow(), timeProvider.GetElapsedTime(asked));
        return now;
    }

    public async Task<DateTimeOffset> NearlyNowAsync(DbContext context, CancellationToken cancellationToken)
    {
        var type = context.GetType();
        if (_answers.TryGetValue(type, out var known)
            && timeProvider.GetElapsedTime(known.Asked) is var elapsed
            && elapsed < _memory
            && (timeProvider.GetUtcNow() - known.Here - elapsed).Duration() < _tolerance)
        {
            return known.There + elapsed;
        }

        var (asked, here) = (timeProvider.GetTimestamp(), timeProvider.GetUtcNow());
        var there = await NowAsync(context, cancellationToken);
        _answers[type] = new Answer(there, here, asked);
        return there;
    }

    /// <param name="There">What the database has said.</param>
    /// <param name="Here">The clock of this process when it was asked.</param>
    /// <param name="Asked">The same moment by the clock that nobody can set.</param>
    private sealed record Answer(DateTimeOffset There, DateTimeOffset Here, long Asked);
}
