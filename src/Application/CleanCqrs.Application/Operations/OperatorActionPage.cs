namespace CleanCqrs.Application.Operations;

/// <summary>A page of the trail.</summary>
/// <param name="Items">The actions, the newest first.</param>
/// <param name="Next">Where the next page begins, or <see langword="null"/> when there is none.</param>
public sealed record OperatorActionPage(IReadOnlyList<OperatorAction> Items, OperatorActionCursor? Next);
