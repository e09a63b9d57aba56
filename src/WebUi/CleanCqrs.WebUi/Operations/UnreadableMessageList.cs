namespace CleanCqrs.WebUi.Operations;

/// <summary>
/// The messages that projections could not read, those of each projection in the order of their arrival, the last one first.
/// </summary>
/// <param name="Items">The messages.</param>
/// <param name="Complete">Whether they are all there; <see langword="false"/> when a projection keeps more than were asked for.</param>
public sealed record UnreadableMessageList(IReadOnlyList<UnreadableMessagePreview> Items, bool Complete);
