using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>What waits for a person, by what it has in common.</summary>
/// <param name="Items">The groups, the largest first.</param>
/// <param name="Complete">Whether all were counted: of each source 10,000 at most are.</param>
public sealed record DeadLetterGroupList(IReadOnlyList<DeadLetterGroupPreview> Items, bool Complete)
{
    internal static DeadLetterGroupList Of(DeadLetterGroups groups) =>
        new([.. groups.Items.Select(DeadLetterGroupPreview.Of)], groups.IsComplete);
}
