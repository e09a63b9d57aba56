namespace Ordering.WebUi.Operations;

/// <summary>Asks for a rebuild of a projection.</summary>
/// <param name="SwitchWhenReady">Whether the new generation becomes the current one by itself; an operator switches otherwise.</param>
public sealed record RebuildRequest(bool SwitchWhenReady = false);
