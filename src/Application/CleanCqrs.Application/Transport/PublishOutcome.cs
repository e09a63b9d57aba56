namespace CleanCqrs.Application.Transport;

/// <summary>What became of a published event.</summary>
public enum PublishOutcome
{
    /// <summary>The transport has it: it is published.</summary>
    Acknowledged,

    /// <summary>The transport will never take it: it goes to the dead letters, and its stream waits.</summary>
    Rejected,

    /// <summary>The transport could not take it now: it is tried again after a back-off.</summary>
    Failed,

    /// <summary>
    /// A subscriber of this process is still at work on it, or on events before it: it is offered again soon, and has not failed.
    /// </summary>
    Deferred,
}
