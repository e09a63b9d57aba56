namespace CleanCqrs.WebUi.Dashboard;

/// <summary>One stage of the way from the write model into the read models, as a page shows it and a script updates it.</summary>
/// <param name="Key">Its name for programs: <c>write</c>, <c>outbox</c>, <c>transport</c>, <c>projection:</c> and a name, or <c>read</c>.
/// </param>
/// <param name="Kind">Its column in the picture.</param>
/// <param name="Name">Its name for persons.</param>
/// <param name="State">How it does.</param>
/// <param name="StateText">The same in words.</param>
/// <param name="Reason">What is wrong, in sentences; <see langword="null"/> when nothing is.</param>
/// <param name="Detail">What a database or a broker said about it.</param>
/// <param name="Since">Since when, and for how long.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Sparkline">The last 15 minutes.</param>
/// <param name="Remedies">What helps.</param>
internal sealed record Stage(
    string Key,
    string Kind,
    string Name,
    StageState State,
    string StateText,
    string? Reason,
    string? Detail,
    string? Since,
    IReadOnlyList<StageFigure> Figures,
    Sparkline Sparkline,
    IReadOnlyList<Remedy> Remedies);
