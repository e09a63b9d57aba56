namespace CleanCqrs.Infrastructure.Projections;

/// <summary>
/// Decides whether the batches of a projection are applied side by side, or in turns. Side by side is faster while they change different
/// rows. A conflict over a row costs a batch its work, so after one they take turns for a while: for longer the sooner the next one comes.
/// </summary>
internal sealed class TurnTaking
{
    private const int ShortestPeriod = 16;
    private const int LongestPeriod = 1_024;

    private readonly Lock _lock = new();
    private int _period = ShortestPeriod;
    private int _turnsLeft;
    private int _freeBatches;

    /// <summary>Whether the next batch takes its turn.</summary>
    public bool IsOn => Volatile.Read(ref _turnsLeft) > 0;

    /// <summary>Two batches have changed the same row at the same time.</summary>
    /// <returns>Whether turns begin with this.</returns>
    public bool Conflicted()
    {
        lock (_lock)
        {
            var begins = _turnsLeft == 0;
            if (begins)
            {
                _period = _freeBatches < _period ? Math.Min(_period * 2, LongestPeriod) : ShortestPeriod;
                _freeBatches = 0;
            }

            _turnsLeft = _period;
            return begins;
        }
    }

    /// <summary>A batch is applied.</summary>
    public void Applied()
    {
        lock (_lock)
        {
            if (_turnsLeft > 0)
            {
                _turnsLeft--;
            }
            else
            {
                _freeBatches = Math.Min(_freeBatches + 1, LongestPeriod);
            }
        }
    }
}
