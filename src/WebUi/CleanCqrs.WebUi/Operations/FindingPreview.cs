using CleanCqrs.Application.Operations;

namespace CleanCqrs.WebUi.Operations;

/// <summary>One sentence of an explanation.</summary>
/// <param name="Kind"><c>Done</c>, <c>Waits</c> (it goes on by itself) or <c>NeedsPerson</c> (it does not).</param>
/// <param name="Part">Of which part of the way it tells: <c>outbox</c>, or the name of a projection.</param>
/// <param name="What">What is the case.</param>
/// <param name="ToDo">What to do about it; <see langword="null"/> when nothing is to be done.</param>
public sealed record FindingPreview(string Kind, string Part, string What, string? ToDo)
{
    internal static FindingPreview Of(Finding finding) => new(finding.Kind.ToString(), finding.Part, finding.What, finding.ToDo);
}
