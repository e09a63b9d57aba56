namespace CleanCqrs.EntityFrameworkCore.Turns;

/// <summary>The turn of one transaction, or of one statement. It may be ended more than once.</summary>
internal sealed class WriterTurn(WriterQueue queue)
{
    private Func<bool>? _isOver;
    private int _ended;

    /// <param name="isOver">Whether the work has ended, for whose end nobody is told.</param>
    public void Begin(Func<bool> isOver) => Volatile.Write(ref _isOver, isOver);

    public void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            queue.Leave(this);
        }
    }

    public void EndIfOver()
    {
        if (Volatile.Read(ref _isOver)?.Invoke() == true)
        {
            End();
        }
    }
}
