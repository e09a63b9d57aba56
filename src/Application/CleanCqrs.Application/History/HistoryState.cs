namespace CleanCqrs.Application.History;

/// <summary>Whether an event that history knows has been published.</summary>
public enum HistoryState
{
    /// <summary>It has been given to the transport.</summary>
    Published,

    /// <summary>It waits for its turn to be published: it comes.</summary>
    Pending,

    /// <summary>
    /// Its stream waits behind an event that the transport does not take, or this is that event: it comes when the transport takes it, or
    /// when a person has helped.
    /// </summary>
    Blocked,

    /// <summary>The transport has refused it, and a person has given it up: it never comes, and its stream goes on without it.</summary>
    Discarded,
}
