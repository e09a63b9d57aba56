namespace CleanCqrs.WebUi.Dashboard;

/// <summary>A figure of a stage.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The figure with its unit, or that it is unknown.</param>
internal sealed record StageFigure(string Name, string Value);
