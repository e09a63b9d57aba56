namespace CleanCqrs.WebUi.Problems;

/// <summary>A problem type as it is served under its own URI.</summary>
/// <param name="Type">The URI reference, as in the <c>type</c> member of a problem.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Title">What a person reads.</param>
/// <param name="Meaning">When it happens and what to do.</param>
/// <param name="RetryAfterSeconds">How long to wait before trying again; <see langword="null"/> when trying again is no use.</param>
public sealed record ProblemTypeDescription(string Type, int Status, string Title, string Meaning, double? RetryAfterSeconds)
{
    internal static ProblemTypeDescription Of(ProblemType type) =>
        new(type.Uri, type.Status, type.Title, type.Meaning, type.RetryAfter?.TotalSeconds);
}
