namespace CleanCqrs.Application.Operations;

/// <summary>Dead letters by what they have in common.</summary>
/// <param name="Items">The groups, the largest first.</param>
/// <param name="IsComplete">Whether all were counted: of each source 10,000 at most are.</param>
public sealed record DeadLetterGroups(IReadOnlyList<DeadLetterGroup> Items, bool IsComplete);
