namespace CleanCqrs.Application.Health;

/// <summary>How a part of the way from the write model into the read models is.</summary>
public enum PartStatus
{
    /// <summary>An event that is committed now comes through this part within the limits that the operator has set.</summary>
    Healthy,

    /// <summary>Something waits, is missing or is not known. The host serves all the same.</summary>
    Degraded,

    /// <summary>The host can't serve.</summary>
    Unhealthy,
}
