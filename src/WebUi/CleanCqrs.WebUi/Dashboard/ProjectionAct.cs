namespace CleanCqrs.WebUi.Dashboard;

/// <summary>Something that can be done about a projection.</summary>
/// <param name="Code">Its name in addresses, and that of the notice that follows.</param>
/// <param name="Title">What is asked before it is done.</param>
/// <param name="Consequence">What follows from it.</param>
/// <param name="Label">The button.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record ProjectionAct(
    string Code, string Title, string Consequence, string Label, Func<ProjectionCall, CancellationToken, Task> RunAsync)
{
    /// <summary>Whether it is put on record why.</summary>
    public bool AsksReason { get; init; }

    /// <summary>What may be chosen besides; <see langword="null"/> when nothing may.</summary>
    public string? Choice { get; init; }
}
