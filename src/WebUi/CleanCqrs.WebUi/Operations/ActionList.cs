namespace CleanCqrs.WebUi.Operations;

/// <summary>A page of what was done about dead letters.</summary>
/// <param name="Items">The actions, the newest first.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> when nothing follows.</param>
public sealed record ActionList(IReadOnlyList<ActionPreview> Items, string? NextCursor);
