namespace CleanCqrs.Application.Rebuilds;

/// <summary>What a generation of a projection's tables is for at the moment.</summary>
public enum RebuildState
{
    /// <summary>It is being filled from history, and nobody reads it yet.</summary>
    Building,

    /// <summary>It has been through all of history, keeps up with live events, and may become the current one.</summary>
    Ready,

    /// <summary>Queries read it, and live events change it.</summary>
    Current,

    /// <summary>It was the current one before, and is kept as it was then.</summary>
    Former,
}
