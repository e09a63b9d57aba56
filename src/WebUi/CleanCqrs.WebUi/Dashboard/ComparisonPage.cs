using CleanCqrs.Application.Rebuilds;

namespace CleanCqrs.WebUi.Dashboard;

/// <summary>What differs between the generation that is ready and the current one.</summary>
internal static class ComparisonPage
{
    public static Page Of(GenerationComparison found, string root) => new("Comparison", Html.Of(
        $"""
        <p class="lead"><strong>{(found.IsEqual ? "Nothing differs." : "They differ.")}</strong> {Say.Number(found.RowsCompared)} rows
          compared: {Say.Number(found.CurrentRows)} in the current generation, {Say.Number(found.NextRows)} in the new one. The new one is
          behind in {Say.Number(found.StreamsBehind)} streams, and ahead in {Say.Number(found.StreamsAhead)}.</p>
        {(found.Differences.Count == 0 ? default : Html.Of(
          $"""
          {Table.Of("Differences", ["Table", "Key", "What"], found.Differences.Select(row => new Row(row.Table, row.Key, WhatOf(row))))}
          <p class="quiet">Values are not shown: they may be personal data. The API and the command line have them.</p>
          """))}
        <p>{Link.Button(root + Address.Of("/projections/one", ("name", found.Projection)), "Back to the projection")}</p>
        """));

    private static string WhatOf(RowDifference row) => row switch
    {
        { Column: { } column } => column,
        { Next: null } => "the row is not in the new one",
        _ => "the row is in the new one only",
    };
}
