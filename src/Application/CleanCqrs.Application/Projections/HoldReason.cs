namespace CleanCqrs.Application.Projections;

/// <summary>Why a projection holds an event back.</summary>
public enum HoldReason
{
    /// <summary>It came before its predecessor in the stream, and is applied right after it.</summary>
    Parked,

    /// <summary>Applying it has failed, and is tried again on a schedule.</summary>
    Retrying,

    /// <summary>Applying it has failed for good; it waits for a person. Later events of its stream are parked behind it.</summary>
    DeadLetter,

    /// <summary>
    /// Another event claims the same version of the stream: a write database was restored from a backup, or somebody else writes to the
    /// stream. Nothing of the stream is applied until a person decides.
    /// </summary>
    Collision,

    /// <summary>
    /// The projection has applied an event that the write side does not know any more: its database was put back to a state before it.
    /// Nothing of the stream is applied until a person decides. What is held is a mark at the version that was applied, without an event.
    /// </summary>
    Ahead,
}
