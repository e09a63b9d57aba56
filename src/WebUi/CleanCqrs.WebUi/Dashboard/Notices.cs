namespace CleanCqrs.WebUi.Dashboard;

/// <summary>What was done, said on the page that follows. An address names a sentence, and can't bring one of its own.</summary>
internal static class Notices
{
    private static readonly Dictionary<string, string> _sentences = new(StringComparer.Ordinal)
    {
        ["redriven"] = "It is tried again, and what waits behind it in its stream follows. If it fails again, it comes back here.",
        ["redrive-started"] = "The redrive has begun.",
        ["redrive-cancelled"] = "The redrive is ended; what it has redriven stays so.",
        ["discarded"] = "It is discarded, and on record.",
        ["rebuild"] = "The next generation is being built beside the current one.",
        ["cancel-rebuild"] = "The generation that was being built is gone.",
        ["switch"] = "The new generation is the current one.",
        ["rollback"] = "The former generation is brought up to date, and becomes the current one when it is.",
        ["forget-former"] = "The former generation is gone.",
        ["accept-hole"] = "The hole is accepted, and on record. The stream goes on behind it.",
        ["accept-all-holes"] = "The holes are accepted, and on record. Their streams go on behind them.",
        ["accept-collision"] = "The collision is decided: the read model stays as it is, and the stream goes on.",
        ["raise"] = "The write side goes on behind what the projections have applied.",
        ["audit"] = "The audit has begun.",
        ["cancel-audit"] = "The audit is ended.",
    };

    public static Html Of(string? done) => done is not null && _sentences.TryGetValue(done, out var sentence)
        ? Html.Of($"<p class=\"notice\" role=\"status\">{sentence}</p>")
        : default;
}
