using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>Dead letters that look alike.</summary>
/// <param name="Kind"><c>refused</c>, <c>failed</c> or <c>unreadable</c>.</param>
/// <param name="Source">Where they are held.</param>
/// <param name="EventType">Their event type; <see langword="null"/> for messages that are no events.</param>
/// <param name="Error">The first line of the failure, up to 300 characters.</param>
/// <param name="Count">How many there are.</param>
public sealed record DeadLetterGroupPreview(string Kind, string Source, string? EventType, string Error, long Count)
{
    internal static DeadLetterGroupPreview Of(DeadLetterGroup group) =>
        new(DeadLetterPreview.NameOf(group.Kind), group.Source, group.EventType, group.Error, group.Count);
}
