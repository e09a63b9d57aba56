namespace CleanCqrs.Infrastructure.Health;

/// <summary>For how long something has been the case, by the steady clock of this process.</summary>
internal sealed class Holding(TimeProvider timeProvider)
{
    private long? _since;

    public TimeSpan? Note(bool isSo)
    {
        _since = isSo ? _since ?? timeProvider.GetTimestamp() : null;
        return _since is { } since ? timeProvider.GetElapsedTime(since) : null;
    }
}
