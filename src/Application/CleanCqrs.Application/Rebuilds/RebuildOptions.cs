namespace CleanCqrs.Application.Rebuilds;

/// <summary>How a rebuild goes.</summary>
public sealed record RebuildOptions
{
    /// <summary>Who asks for it; it is kept on record. Default: <c>unknown</c>.</summary>
    public string StartedBy { get; init; } = "unknown";

    /// <summary>
    /// Whether the new generation becomes the current one as soon as it is ready. Default: <see langword="false"/>: an operator compares,
    /// and switches.
    /// </summary>
    public bool SwitchWhenReady { get; init; }
}
