using CleanCqrs.Application.Health;

namespace CleanCqrs.EntityFrameworkCore.Refusals;

/// <summary>
/// Remembers for a minute that a database has refused a write of this process. What is written to find out whether it takes writes is too
/// small to notice that nothing larger has room any more.
/// </summary>
internal sealed class RefusedWrite(TimeProvider timeProvider)
{
    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(1);

    private volatile Refusal? _last;

    public void Note(Exception exception)
    {
        if (WriteRefusal.FindLasting(exception) is { } reason)
        {
            _last = new Refusal(reason, exception.GetBaseException(), timeProvider.GetTimestamp());
        }
    }

    /// <summary>The database has taken one.</summary>
    public void Forget() => _last = null;

    /// <exception cref="WriteRefusedException">The last write was refused, less than a minute ago.</exception>
    public void Throw()
    {
        if (_last is { } last && timeProvider.GetElapsedTime(last.At) < _memory)
        {
            throw new WriteRefusedException(last.Reason, last.Error);
        }
    }

    private sealed record Refusal(string Reason, Exception Error, long At);
}
