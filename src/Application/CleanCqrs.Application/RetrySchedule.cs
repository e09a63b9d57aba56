namespace CleanCqrs.Application;

/// <summary>
/// When a failed attempt is repeated: the delay doubles from <see cref="FirstDelay"/> to <see cref="MaxDelay"/>, each time with some
/// jitter.
/// </summary>
public sealed class RetrySchedule
{
    /// <summary>The longest wait that a setting may ask for; timers take no more than 49 days.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromDays(1);

    /// <summary>The delay after the first failure. Default: 1 second.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay. Default: 1 minute.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The share of a delay that chance may take off, from 0 to 1, so that instances do not come back all at once. Default: 0.2.
    /// </summary>
    public double Jitter { get; set; } = 0.2;

    /// <summary>The delay after a number of failures in a row.</summary>
    /// <param name="failures">How many attempts have failed, 1 or more.</param>
    /// <returns>The delay before the next attempt.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failures"/> is less than 1.</exception>
    public TimeSpan DelayAfter(int failures)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        var doubled = FirstDelay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 62));
        var delay = Math.Min(doubled, MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(delay * (1 - (Jitter * Random.Shared.NextDouble())));
    }

    /// <summary>Whether a time on record is over. One that this schedule can't have set counts as over: a clock has been wrong.</summary>
    /// <param name="retryAt">The time on record.</param>
    /// <param name="now">The time now, by the same clock.</param>
    /// <returns>Whether the next attempt is due.</returns>
    public bool IsDue(DateTimeOffset retryAt, DateTimeOffset now) => !Waits(retryAt - now);

    /// <summary>
    /// Whether a wait on record is to be obeyed: one that is longer than <see cref="MaxDelay"/> was set by a wrong clock.
    /// </summary>
    /// <param name="wait">How long to wait still; not above zero when it is over.</param>
    /// <returns>Whether to wait.</returns>
    public bool Waits(TimeSpan wait) => wait > TimeSpan.Zero && wait <= MaxDelay;

    /// <summary>What is wrong with the schedule, in sentences that say what to change.</summary>
    /// <param name="key">The key of the schedule in the configuration, to name the settings by: <c>Outbox:Retry</c>.</param>
    /// <returns>The sentences; none when the schedule can be used.</returns>
    public IEnumerable<string> Validate(string key)
    {
        if (FirstDelay <= TimeSpan.Zero)
        {
            yield return $"{key}:FirstDelay is {FirstDelay}; it must be longer than zero, for example 00:00:01.";
        }

        if (MaxDelay < FirstDelay)
        {
            yield return $"{key}:MaxDelay is {MaxDelay}; it must not be shorter than {key}:FirstDelay ({FirstDelay}).";
        }

        if (MaxDelay > LongestWait)
        {
            yield return $"{key}:MaxDelay is {MaxDelay}; it must not be longer than a day.";
        }

        if (Jitter is < 0 or > 1 or double.NaN)
        {
            yield return FormattableString.Invariant($"{key}:Jitter is {Jitter}; it must be between 0 and 1.");
        }
    }
}
