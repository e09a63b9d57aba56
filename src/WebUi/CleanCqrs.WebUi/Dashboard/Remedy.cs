namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A way to where a stage that is stuck can be helped: a link, or a button that does it at once.</summary>
/// <param name="Label">What it does.</param>
/// <param name="Address">Where, below the root of the dashboard.</param>
/// <param name="Fields">What the button sends; <see langword="null"/> for a link.</param>
internal sealed record Remedy(string Label, string Address, IReadOnlyDictionary<string, string>? Fields = null);
