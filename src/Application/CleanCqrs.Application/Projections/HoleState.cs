namespace CleanCqrs.Application.Projections;

/// <summary>What is known of events that a projection lacks.</summary>
public enum HoleState
{
    /// <summary>They are not published yet, because their stream is blocked in the outbox; they come.</summary>
    Awaited,

    /// <summary>History lacks them too. Their stream waits until they come after all, or an operator accepts the hole.</summary>
    Open,

    /// <summary>An operator has accepted that they are missing: the stream has gone on behind them.</summary>
    Accepted,
}
